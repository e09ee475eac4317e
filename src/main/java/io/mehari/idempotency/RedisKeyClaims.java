package io.mehari.idempotency;

import io.mehari.idempotency.Claim.Mine;
import io.mehari.redis.RedisCommands;
import io.mehari.redis.RedisScript;
import io.mehari.text.Sha256;
import io.netty.util.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Claims in Redis. Each gateway has a lease there, by the clock of Redis, that it renews while it runs calls with a key; calls of one whose
 * lease has ended are lost. What Redis could not be told is told again with each renewal. Safe for concurrent use.
 */
final class RedisKeyClaims implements KeyClaims {
    /** What the key of a call begins with; then comes a digest, since keys of callers may be secret. */
    static final String PREFIX = "mcp:idempotency:call:";

    /** What the key of a lease begins with. */
    static final String LEASE_PREFIX = "mcp:idempotency:gateway:";

    /** How long a lease holds without renewal. */
    static final Duration LEASE = Duration.ofSeconds(15);

    /** Time from one renewal to the next. */
    static final Duration BEAT = Duration.ofSeconds(5);

    /** How long a call that runs is known, whatever becomes of its gateway. */
    static final Duration LONGEST = Duration.ofHours(25);

    /** How long a call that was lost is known. */
    static final Duration LOST = Duration.ofHours(1);

    /** Calls of which Redis is told again with one renewal. */
    static final int TOLD_AGAIN = 500;

    private static final RedisScript CLAIM = RedisScript.of(RedisKeyClaims.class, "claim.lua");
    private static final RedisScript SETTLE = RedisScript.of(RedisKeyClaims.class, "settle.lua");
    private static final RedisScript RENEW = RedisScript.of(RedisKeyClaims.class, "renew.lua");
    private static final Duration SOON = Duration.ofSeconds(1);

    private final RedisCommands redis;
    private final Timer timer;
    private final String self = UUID.randomUUID().toString();
    private final AtomicLong tokens = new AtomicLong();
    private final Map<CallKey, Mine> running = new ConcurrentHashMap<>();
    private final Unsettled unsettled = new Unsettled();
    private final AtomicBoolean beating = new AtomicBoolean();

    /**
     * No call is claimed.
     *
     * @param redis asked about calls
     * @param timer renews the lease
     */
    RedisKeyClaims(RedisCommands redis, Timer timer) {
        this.redis = redis;
        this.timer = timer;
    }

    @Override
    public CompletableFuture<Claim> claim(CallKey key, String fingerprint, String requestId) {
        Optional<KeptAnswer> told = unsettled.ran(key);
        if (told.isPresent()) {
            return CompletableFuture.completedFuture(new Claim.Ran(told.get()));
        }
        Mine mine = new Mine(tokens.incrementAndGet(), fingerprint, requestId);
        return ask(key, mine).handle((answer, failure) -> {
            if (failure != null) {
                // Redis may have taken it even so: nobody else could run the call until it is told
                unsettled.add(key, new Unsettled.End(mine, Optional.empty(), new byte[0], Duration.ZERO));
                beatLater();
                return new Claim.Unavailable(String.valueOf(failure.getMessage()), SOON);
            }
            return claimed(key, mine, answer);
        });
    }

    @Override
    public CompletableFuture<Void> ran(CallKey key, Mine mine, KeptAnswer answer, Duration ttl) {
        byte[] bytes = answer.result().map(StoredAnswer::bytes).orElse(new byte[0]);
        return settle(key, new Unsettled.End(mine, Optional.of(answer), bytes, ttl));
    }

    @Override
    public CompletableFuture<Void> notRun(CallKey key, Mine mine) {
        return settle(key, new Unsettled.End(mine, Optional.empty(), new byte[0], Duration.ZERO));
    }

    @Override
    public Optional<String> problem() {
        return redis.problem();
    }

    @Override
    public int untold() {
        return unsettled.size();
    }

    private Claim claimed(CallKey key, Mine mine, List<Object> answer) {
        String state = text(answer.get(0));
        if (state.equals("mine")) {
            running.put(key, mine);
            beatLater();
            return mine;
        }
        if (state.equals("foreign")) {
            return new Claim.Lost("", "");
        }
        String fingerprint = text(answer.get(1));
        String requestId = text(answer.get(2));
        return switch (state) {
            case "running" -> new Claim.Running(fingerprint, requestId);
            case "ran" ->
                new Claim.Ran(new KeptAnswer(fingerprint, requestId, StoredAnswer.read((byte[]) answer.get(3))));
            default -> new Claim.Lost(fingerprint, requestId);
        };
    }

    private CompletableFuture<List<Object>> ask(CallKey key, Mine mine) {
        return redis.ask(client -> CLAIM.run(
                client,
                List.of(nameOf(key), LEASE_PREFIX + self),
                RedisScript.argument(self),
                number(mine.token()),
                RedisScript.argument(mine.fingerprint()),
                RedisScript.argument(mine.requestId()),
                number(LEASE.toMillis()),
                number(LONGEST.toMillis()),
                number(LOST.toMillis()),
                RedisScript.argument(LEASE_PREFIX),
                number(unsettled.hasDropped() ? 0 : 1)));
    }

    private CompletableFuture<Void> settle(CallKey key, Unsettled.End end) {
        running.remove(key, end.mine());
        return tell(key, end).handle((answer, failure) -> {
            if (failure != null) {
                unsettled.add(key, end);
                beatLater();
            }
            return null;
        });
    }

    private CompletableFuture<List<Object>> tell(CallKey key, Unsettled.End end) {
        return redis.ask(client -> SETTLE.run(
                client,
                List.of(nameOf(key)),
                RedisScript.argument(self),
                number(end.mine().token()),
                RedisScript.argument(end.mine().fingerprint()),
                RedisScript.argument(end.mine().requestId()),
                number(end.ttl().toMillis()),
                end.answer()));
    }

    private void beatLater() {
        if (beating.compareAndSet(false, true)) {
            try {
                timer.newTimeout(due -> beat(), BEAT.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException | IllegalStateException e) {
                beating.set(false); // the next claim tries again
            }
        }
    }

    private void beat() {
        beating.set(false);
        if (running.isEmpty() && unsettled.isEmpty()) {
            return;
        }
        redis.ask(client -> RENEW.run(client, List.of(LEASE_PREFIX + self), number(LEASE.toMillis())))
                .whenComplete((held, failure) -> {
                    if (failure == null) {
                        tellAgain((Long) held.get(0) == 1);
                    }
                    beatLater();
                });
    }

    /** Where the lease was gone Redis may have been emptied, and know nothing of the calls that run. */
    private void tellAgain(boolean held) {
        unsettled
                .first(TOLD_AGAIN)
                .forEach(entry -> tell(entry.getKey(), entry.getValue()).whenComplete((answer, failure) -> {
                    if (failure == null) {
                        unsettled.settled(entry.getKey(), entry.getValue());
                    }
                }));
        if (!held) {
            running.entrySet().stream().limit(TOLD_AGAIN).forEach(entry -> ask(entry.getKey(), entry.getValue()));
        }
    }

    /** Callers, keys and parts that differ have names that differ. */
    static String nameOf(CallKey key) {
        String parts = key.caller().length() + ":" + key.caller() + key.part() + ":" + key.key();
        return PREFIX + Sha256.hexOf(parts);
    }

    private static byte[] number(long value) {
        return RedisScript.argument(Long.toString(value));
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }
}
