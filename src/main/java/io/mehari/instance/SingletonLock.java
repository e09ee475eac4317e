package io.mehari.instance;

import io.mehari.redis.RedisScript;
import io.mehari.redis.Repeated;
import io.mehari.redis.ServerScripts;
import io.mehari.text.LogThrottle;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that one gateway does at a time. It is held for a lease, which is renewed while Redis answers, and lost where it does not:
 * the gateway counts from the moment at which it asked, by a clock that only goes on, and ends a little before Redis does. Each new
 * holder has a higher token, also after a Redis that forgot everything. Whoever was held up between asking {@link #isHeld} and
 * writing is found out by the token, which {@link #write} has Redis compare. Safe for concurrent use, never waits.
 */
public final class SingletonLock implements AutoCloseable {
    /** Begins the key of each lock; its name follows. */
    static final String PREFIX = "mcp:lock:";

    /** Ends the key of the last token. */
    static final String TOKEN = ":token";

    private static final Logger LOG = LoggerFactory.getLogger(SingletonLock.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

    /** Renewed so often in a lease. */
    private static final int RENEWALS = 3;

    /** How much earlier than Redis the holder stops, as a part of the lease: clocks do not run equally fast. */
    private static final int MARGIN = 10;

    private static final RedisScript TAKE = RedisScript.of(SingletonLock.class, "take-lock.lua");

    private static final RedisScript GIVE_BACK = RedisScript.of(SingletonLock.class, "give-back-lock.lua");

    private static final RedisScript WRITE = RedisScript.of(SingletonLock.class, "write-locked.lua");

    private static final RedisScript WRITE_HASHES = RedisScript.of(SingletonLock.class, "write-locked-hashes.lua");

    private final String name;
    private final String epoch;
    private final ServerScripts redis;
    private final Duration lease;
    private final LongSupplier nanoTime;
    private final Repeated renewals;
    private final LogThrottle stales = new LogThrottle();
    private final AtomicLong stale = new AtomicLong();
    private volatile Held held = Held.NOT;
    private volatile String holder = "";

    /** A token and until when it may be used, by {@link #nanoTime}; an empty token for none. */
    private record Held(String token, long until) {
        static final Held NOT = new Held("", 0);
    }

    SingletonLock(String name, String epoch, ServerScripts redis, Duration lease, Timer timer, LongSupplier nanoTime) {
        this.name = name;
        this.epoch = epoch;
        this.redis = redis;
        this.lease = lease;
        this.nanoTime = nanoTime;
        this.renewals = new Repeated(timer, lease.dividedBy(RENEWALS), this::ask);
    }

    /** Asks for it, and renews it, from now on. */
    void start() {
        renewals.now();
    }

    private CompletableFuture<Void> ask() {
        long asked = nanoTime.getAsLong();
        return redis.run(TAKE, List.of(PREFIX + name, PREFIX + name + TOKEN), epoch, lease.toMillis())
                .handle((answer, failure) -> {
                    if (failure == null) {
                        take(String.valueOf(answer.get(0)), String.valueOf(answer.get(1)), asked);
                    }
                    return null;
                });
    }

    private void take(String token, String by, long asked) {
        String before = held.token();
        holder = by;
        held = token.isEmpty()
                ? Held.NOT
                : new Held(token, asked + lease.minus(lease.dividedBy(MARGIN)).toNanos());
        if (!before.equals(token)) {
            LOG.info(token.isEmpty() ? "{} is done by another gateway" : "{} is done by this gateway", name);
        }
    }

    /**
     * What it is for.
     *
     * @return of {@code a-z}, {@code 0-9} and hyphens
     */
    public String name() {
        return name;
    }

    /**
     * Whether this gateway may do the work now. Ask before each piece of it.
     *
     * @return false as soon as another one may
     */
    public boolean isHeld() {
        return token().isPresent();
    }

    /**
     * The token of this gateway, which is higher than those of all holders before.
     *
     * @return empty if another gateway has the lock, or may have it
     */
    public OptionalLong token() {
        Held now = held;
        return now.token().isEmpty() || nanoTime.getAsLong() - now.until() >= 0
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(now.token()));
    }

    /**
     * Who has it.
     *
     * @return epoch of the gateway that had it at the last look; empty if none is known
     */
    public Optional<String> holder() {
        return Optional.of(holder).filter(known -> !known.isEmpty());
    }

    /**
     * Writes a value that only the holder may write. Redis compares the token by the same step, so that a gateway which was held up
     * overwrites nothing of its successor.
     *
     * @param token as {@link #token()} said before the work began
     * @param key where to
     * @param value a text
     * @param keep how long Redis keeps it
     * @return false if another gateway has had the lock since; nothing was written. Ends exceptionally if Redis does not answer
     */
    public CompletableFuture<Boolean> write(long token, String key, String value, Duration keep) {
        return redis.run(WRITE, List.of(PREFIX + name + TOKEN, key), Long.toString(token), value, keep.toMillis())
                .thenApply(this::isWritten);
    }

    /**
     * Writes hashes that only the holder may write, each in place of what was there, as {@link #write} does a value. All by one
     * step, for which Redis lets everybody wait: no more than some hundred fields at a time.
     *
     * @param token as {@link #token()} said before the work began
     * @param hashes value by field by key; each with a field at least
     * @param keep how long Redis keeps them
     * @return false if another gateway has had the lock since; nothing was written. Ends exceptionally if Redis does not answer
     */
    public CompletableFuture<Boolean> writeHashes(long token, Map<String, Map<String, String>> hashes, Duration keep) {
        List<String> keys = new ArrayList<>(List.of(PREFIX + name + TOKEN));
        List<Object> values = new ArrayList<>(List.of(Long.toString(token), keep.toMillis()));
        hashes.forEach((key, fields) -> {
            keys.add(key);
            values.add(fields.size());
            fields.forEach((field, value) -> values.addAll(List.of(field, value)));
        });
        return redis.run(WRITE_HASHES, keys, values.toArray()).thenApply(this::isWritten);
    }

    private boolean isWritten(List<Object> answer) {
        boolean written = Long.valueOf(1).equals(answer.get(0));
        if (!written) {
            stale.incrementAndGet();
            if (stales.occurred() > 0) {
                LOG.warn("{}: another gateway had taken over before this one wrote; it wrote nothing", name);
            }
        }
        return written;
    }

    /** Writes that were refused since another gateway had the lock by then. */
    long stale() {
        return stale.get();
    }

    /** Gives it back, if Redis takes that within a second. */
    @Override
    public void close() {
        renewals.close();
        String token = held.token();
        held = Held.NOT;
        if (token.isEmpty()) {
            return;
        }
        try {
            redis.run(GIVE_BACK, List.of(PREFIX + name), epoch + " " + token)
                    .get(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("{} was not given back; its lease ends by itself", name, e);
        }
    }
}
