package io.mehari.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.redis.OutageBreaker;
import io.mehari.text.Causes;
import io.mehari.text.DurationText;
import io.mehari.text.LogThrottle;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tier of the result cache outside of this process. It never fails and never makes a call wait for longer than its limit: what is not
 * answered by then, or fails, is a miss, and after three of these in a row the tier is left out but for one trial a second
 * ({@link OutageBreaker}). What is foreign or damaged is a miss and is removed. Safe for concurrent use.
 */
public final class CacheTier implements AutoCloseable {
    /** Longest time that a result is kept here, whatever the tool says. */
    public static final Duration MAX_TTL = Duration.ofSeconds(3600);

    private static final Logger LOG = LoggerFactory.getLogger(CacheTier.class);
    private static final CompletableFuture<Optional<TierHit>> MISS =
            CompletableFuture.completedFuture(Optional.empty());

    private final String name;
    private final OwedRemovals store;
    private final Duration limit;
    private final Timer timer;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final OutageBreaker breaker;
    private final LogThrottle failures = new LogThrottle();
    private final LogThrottle foreign = new LogThrottle();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final LongAdder kept = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder waiting = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder lookupNanos = new LongAdder();
    private volatile String lastFailure = "";

    /**
     * A tier.
     *
     * @param name for people and metrics, such as {@code redis}
     * @param store keeps its bytes; closed with the tier
     * @param limit longest wait for the answer to a lookup
     * @param timer ends waits
     * @param clock says until when a result holds
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    CacheTier(String name, TierStore store, Duration limit, Timer timer, Clock clock, LongSupplier nanoTime) {
        this.name = name;
        this.store = new OwedRemovals(store, timer);
        this.limit = limit;
        this.timer = timer;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.breaker = new OutageBreaker(nanoTime);
    }

    /**
     * Its name, for people and metrics.
     *
     * @return {@code redis} or {@code database}
     */
    public String name() {
        return name;
    }

    /**
     * Looks a result up.
     *
     * @param key as {@link CacheKey#scoped} makes it
     * @return ends within the limit, on a thread of the tier or of the timer, and never exceptionally
     */
    public CompletableFuture<Optional<TierHit>> find(String key) {
        if (!breaker.admits()) {
            skipped.increment();
            return MISS;
        }
        long begun = nanoTime.getAsLong();
        CompletableFuture<Optional<TierHit>> answer = new CompletableFuture<>();
        AtomicBoolean ended = new AtomicBoolean();
        Timeout alarm;
        CompletionStage<byte[]> read;
        try {
            alarm = timer.newTimeout(timeout -> late(ended, answer), limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            failed(Causes.of(e)); // without an alarm the wait would have no bound
            return MISS;
        }
        try {
            read = store.read(key);
        } catch (RuntimeException e) {
            alarm.cancel();
            if (ended.compareAndSet(false, true)) {
                failed(Causes.of(e));
            }
            return MISS;
        }
        read.whenComplete((found, failure) -> {
            if (ended.compareAndSet(false, true)) {
                alarm.cancel();
                answer.complete(result(key, found, Causes.unwrapped(failure), begun));
            }
        });
        return answer;
    }

    /**
     * Keeps a result in place of any earlier one under the key, as long as the tier lets it, in its own time.
     *
     * @param key as {@link CacheKey#scoped} makes it
     * @param result what to keep, read-only
     * @param lifetime how long
     * @return ends in whether it is kept for sure, on a thread of the tier; never exceptionally
     */
    public CompletableFuture<Boolean> store(String key, ObjectNode result, Lifetime lifetime) {
        Lifetime within = lifetime.atMost(MAX_TTL);
        Duration held = within.total();
        if (held.isNegative() || held.toMillis() == 0 || breaker.isOpen()) {
            return CompletableFuture.completedFuture(false);
        }
        CompletionStage<Void> written;
        int size;
        try {
            byte[] content = StoredResult.of(result, within, clock.instant()).toBytes(key);
            if (content == null) {
                return CompletableFuture.completedFuture(false);
            }
            size = content.length;
            written = store.write(key, content, held);
        } catch (RuntimeException e) {
            notKept(e);
            return CompletableFuture.completedFuture(false);
        }
        waiting.increment();
        return written.handle((done, failure) -> {
                    waiting.decrement();
                    if (failure != null) {
                        notKept(Causes.unwrapped(failure));
                        return false;
                    }
                    kept.increment();
                    bytes.add(size);
                    return true;
                })
                .toCompletableFuture();
    }

    /**
     * Keeps a result as long as it holds.
     *
     * @param key as {@link CacheKey#scoped} makes it
     * @param result what to keep, read-only
     * @param ttl how long
     * @return as {@link #store(String, ObjectNode, Lifetime)}
     */
    public CompletableFuture<Boolean> store(String key, ObjectNode result, Duration ttl) {
        return store(key, result, Lifetime.of(ttl));
    }

    /**
     * Removes results. None of them is found from now on, and where they cannot be removed that is tried again.
     *
     * @param scope which ones
     * @return ends in whether they are gone, on a thread of the tier; never exceptionally
     */
    public CompletableFuture<Boolean> remove(CacheScope scope) {
        try {
            return store.remove(scope)
                    .handle((done, failure) -> {
                        if (failure != null) {
                            log(Causes.of(Causes.unwrapped(failure)));
                        }
                        return failure == null;
                    })
                    .toCompletableFuture();
        } catch (RuntimeException e) {
            log(Causes.of(e));
            return CompletableFuture.completedFuture(false);
        }
    }

    /** Whether what stands under a key is still to be removed, and must not be used. */
    boolean owesRemovalOf(String key) {
        return store.owes(key);
    }

    /**
     * What is wrong with it at the moment.
     *
     * @return a sentence without its full stop; empty while it answers
     */
    public Optional<String> problem() {
        return breaker.isOpen()
                ? Optional.of("The cache tier " + name + " does not answer and is left out: " + lastFailure)
                : Optional.empty();
    }

    /**
     * What it has done.
     *
     * @return since the start
     */
    public TierStatistics statistics() {
        return new TierStatistics(
                hits.sum(),
                misses.sum(),
                errors.sum(),
                skipped.sum(),
                unreadable.sum(),
                kept.sum(),
                lost.sum(),
                waiting.sum(),
                store.owed(),
                bytes.sum(),
                lookupNanos.sum());
    }

    /** Ends what was begun, within a few seconds. */
    @Override
    public void close() {
        store.close();
    }

    private Optional<TierHit> result(String key, byte[] found, Throwable failure, long begun) {
        if (failure instanceof UnreadableResultException unusable) {
            return removed(key, unusable);
        }
        if (failure != null) {
            failed(Causes.of(failure));
            return Optional.empty();
        }
        breaker.succeeded();
        lookupNanos.add(nanoTime.getAsLong() - begun);
        if (found == null) {
            misses.increment();
            return Optional.empty();
        }
        try {
            return holding(StoredResult.of(key, found));
        } catch (UnreadableResultException e) {
            return removed(key, e);
        }
    }

    /** A clock elsewhere may be ahead of this one: nothing holds for longer than it could from now. */
    private Optional<TierHit> holding(StoredResult stored) {
        Instant now = clock.instant();
        if (!stored.until().isAfter(now)) {
            misses.increment();
            return Optional.empty();
        }
        hits.increment();
        return Optional.of(new TierHit(stored.result(), stored.lifetime(now).atMost(MAX_TTL)));
    }

    private Optional<TierHit> removed(String key, UnreadableResultException why) {
        breaker.succeeded();
        misses.increment();
        unreadable.increment();
        long times = foreign.occurred();
        if (times > 0) {
            LOG.warn(
                    "A result in the cache tier {} is not used, and removed: {} ({} so far)",
                    name,
                    why.getMessage(),
                    times);
        }
        remove(CacheScope.ofKey(key));
        return Optional.empty();
    }

    private void late(AtomicBoolean ended, CompletableFuture<Optional<TierHit>> answer) {
        if (ended.compareAndSet(false, true)) {
            failed("no answer within " + DurationText.of(limit));
            answer.complete(Optional.empty());
        }
    }

    private void failed(String why) {
        errors.increment();
        breaker.failed();
        log(why);
    }

    /** A failed write says that the tier does not take any; that there is no room for it now, does not. */
    private void notKept(Throwable failure) {
        lost.increment();
        if (!(failure instanceof RejectedExecutionException)) {
            breaker.failed();
        }
        log(Causes.of(failure));
    }

    private void log(String why) {
        lastFailure = why;
        long times = failures.occurred();
        if (times > 0) {
            LOG.warn("The cache tier {} failed: {}; calls go on without it ({} so far)", name, why, times);
        }
    }
}
