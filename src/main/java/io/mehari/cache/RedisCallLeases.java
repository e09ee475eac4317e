package io.mehari.cache;

import io.mehari.redis.OutageBreaker;
import io.mehari.redis.RedisConnection;
import io.mehari.redis.RedisFailures;
import io.mehari.text.LogThrottle;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases in Redis. Claim and look at the result are one command, so that no call runs between the end of one like it and the look at its
 * result. A lease is short and is extended while the call runs, so that one of a gateway that was killed ends soon; what stands in its
 * place for longer, or for ever, is none, and is removed. Redis that does not answer within the limit, or has not for three times in a
 * row, says nothing. Safe for concurrent use.
 */
final class RedisCallLeases implements CallLeases {
    /** What the keys of leases begin with; the key of the result follows, without its own beginning. */
    static final String PREFIX = "mcp:running:";

    /** How long a lease lasts that is not extended. */
    static final Duration LEASE = Duration.ofSeconds(3);

    /** Time from one extension to the next. */
    static final Duration EXTENDED_EVERY = Duration.ofSeconds(1);

    /** After this time no lease is extended any more: the call will never end. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    /** Most leases of this process. */
    static final int MAX_HELD = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(RedisCallLeases.class);
    private static final byte[] YES = {'+'};
    private static final byte[] NO = {'-'};
    private static final String CLAIM = """
            if redis.call('pttl', KEYS[2]) > tonumber(ARGV[3]) then return redis.call('get', KEYS[2]) end
            local left = redis.call('pttl', KEYS[1])
            if left == -1 or left > tonumber(ARGV[2]) then redis.call('del', KEYS[1]) end
            if redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return '+' end
            return '-'""";
    private static final String EXTEND = """
            if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end
            return 0""";
    private static final String RELEASE = """
            if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
            return 0""";

    private final RedisConnection redis;
    private final Predicate<String> removed;
    private final Duration limit;
    private final Timer timer;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final OutageBreaker breaker;
    private final LogThrottle failures = new LogThrottle();
    private final ConcurrentMap<String, Lease> held = new ConcurrentHashMap<>();

    /**
     * No lease yet.
     *
     * @param redis the connection
     * @param removed whether what stands under a key is no result any more
     * @param limit longest wait for an answer
     * @param timer ends waits, and extends leases
     * @param clock says which results hold
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    RedisCallLeases(
            RedisConnection redis,
            Predicate<String> removed,
            Duration limit,
            Timer timer,
            Clock clock,
            LongSupplier nanoTime) {
        this.redis = redis;
        this.removed = removed;
        this.limit = limit;
        this.timer = timer;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.breaker = new OutageBreaker(nanoTime);
    }

    @Override
    public CompletableFuture<Claim> claim(String key, Duration stale) {
        Optional<RedissonClient> client = redis.client();
        if (client.isEmpty() || held.size() >= MAX_HELD || !breaker.admits()) {
            return CompletableFuture.completedFuture(Claim.UNAVAILABLE);
        }
        CompletableFuture<Claim> answer = new CompletableFuture<>();
        AtomicBoolean ended = new AtomicBoolean();
        Timeout alarm;
        try {
            alarm = timer.newTimeout(timeout -> late(ended, answer), limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            breaker.failed(); // without an alarm the wait would have no bound
            return CompletableFuture.completedFuture(Claim.UNAVAILABLE);
        }
        String token = UUID.randomUUID().toString();
        asked(client.get(), key, token, stale).whenComplete((found, failure) -> {
            if (ended.compareAndSet(false, true)) {
                alarm.cancel();
                answer.complete(claim(key, token, found, failure));
            } else if (failure != null || is(YES, found)) {
                release(key, token); // too late: nobody knows that it is, or may be, held
            }
        });
        return answer;
    }

    private static CompletionStage<byte[]> asked(RedissonClient client, String key, String token, Duration stale) {
        try {
            return client.getScript(ByteArrayCodec.INSTANCE)
                    .evalAsync(
                            RScript.Mode.READ_WRITE,
                            CLAIM,
                            RScript.ReturnType.VALUE,
                            List.of(lease(key), key),
                            bytes(token),
                            millis(LEASE),
                            millis(stale));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Claim claim(String key, String token, byte[] found, Throwable failure) {
        if (failure != null) {
            failed(failure);
            return Claim.UNAVAILABLE;
        }
        breaker.succeeded();
        if (is(YES, found)) {
            Lease lease = new Lease(key, token, nanoTime.getAsLong());
            held.put(key, lease);
            lease.extendLater();
            return Claim.GRANTED;
        }
        return is(NO, found) ? Claim.HELD : found(key, found);
    }

    /** What is damaged, is to be removed, or has ended to hold since, is no result: the call runs without a lease. */
    private Claim found(String key, byte[] found) {
        if (removed.test(key)) {
            return Claim.UNAVAILABLE;
        }
        try {
            Instant now = clock.instant();
            StoredResult stored = StoredResult.of(key, found);
            Lifetime lifetime = stored.lifetime(now).atMost(CacheTier.MAX_TTL);
            return lifetime.isFresh() ? new Claim.Found(new TierHit(stored.result(), lifetime)) : Claim.UNAVAILABLE;
        } catch (UnreadableResultException e) {
            LOG.debug("What stands under the key of a call that runs is no result", e);
            return Claim.UNAVAILABLE;
        }
    }

    @Override
    public void release(String key) {
        Lease lease = held.remove(key);
        if (lease != null) {
            lease.end();
        }
    }

    @Override
    public void releaseAfter(String key, CompletionStage<?> kept) {
        Lease lease = held.remove(key);
        if (lease != null) {
            kept.whenComplete((done, failure) -> lease.end());
        }
    }

    /** How many leases this gateway has. */
    int held() {
        return held.size();
    }

    private void late(AtomicBoolean ended, CompletableFuture<Claim> answer) {
        if (ended.compareAndSet(false, true)) {
            failed(new IllegalStateException("no answer in time"));
            answer.complete(Claim.UNAVAILABLE);
        }
    }

    private void failed(Throwable failure) {
        breaker.failed();
        long times = failures.occurred();
        if (times > 0) {
            LOG.warn(
                    "Redis does not say whether another gateway runs a call already: {}; each runs its own ({} so far)",
                    RedisFailures.text(failure),
                    times);
        }
    }

    private void release(String key, String token) {
        run(RELEASE, key, bytes(token));
    }

    /** Where it fails the lease ends by itself. */
    private void run(String script, String key, byte[]... values) {
        redis.client().ifPresent(client -> {
            try {
                client.getScript(ByteArrayCodec.INSTANCE)
                        .evalAsync(
                                RScript.Mode.READ_WRITE,
                                script,
                                RScript.ReturnType.INTEGER,
                                List.of(lease(key)),
                                (Object[]) values)
                        .exceptionally(failure -> {
                            LOG.debug("A lease could not be changed: {}", RedisFailures.text(failure));
                            return null;
                        });
            } catch (RuntimeException e) {
                LOG.debug("A lease could not be changed: {}", RedisFailures.text(e));
            }
        });
    }

    private static String lease(String key) {
        return PREFIX + key.substring(CacheKey.PREFIX.length());
    }

    private static boolean is(byte[] word, byte[] found) {
        return found != null && found.length == 1 && found[0] == word[0];
    }

    private static byte[] millis(Duration time) {
        return bytes(Long.toString(time.toMillis()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** One that this gateway has, until it is taken out. */
    private final class Lease {
        private final String key;
        private final String token;
        private final long since;
        private volatile boolean over;
        private volatile Timeout extension;

        private Lease(String key, String token, long since) {
            this.key = key;
            this.token = token;
            this.since = since;
        }

        private void extendLater() {
            try {
                extension = timer.newTimeout(timeout -> extend(), EXTENDED_EVERY.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException | IllegalStateException e) {
                LOG.debug("A lease is not extended", e);
            }
        }

        private void extend() {
            if (over || nanoTime.getAsLong() - since > LONGEST.toNanos()) {
                return;
            }
            run(EXTEND, key, bytes(token), millis(LEASE));
            extendLater();
        }

        private void end() {
            over = true;
            Timeout next = extension;
            if (next != null) {
                next.cancel();
            }
            release(key, token);
        }
    }
}
