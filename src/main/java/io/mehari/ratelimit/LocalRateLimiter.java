package io.mehari.ratelimit;

import io.mehari.call.Quota;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Counts calls in this process. Of each caller one number is kept: the moment at which its whole burst is there again
 * (the theoretical arrival time of the generic cell rate algorithm, ITU-T I.371). It is changed by compare-and-set; only the
 * first call of a caller takes a lock, for the place in the map. No thread, and no timer.
 *
 * <p>Bounded: once {@code most} callers are kept, those are forgotten whose burst is there again, which changes nothing for
 * them. Who is not is never forgotten; newcomers who find no place then share one, and are counted as one caller.
 */
public final class LocalRateLimiter implements RateLimiter {
    /** Shortest time between two looks for callers that can be forgotten. */
    static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Stands in a place that has been taken out of the map. */
    private static final long FORGOTTEN = -1;

    private final LongSupplier nanoClock;
    private final long start;
    private final ConcurrentHashMap<String, AtomicLong> places = new ConcurrentHashMap<>();
    private final AtomicInteger kept = new AtomicInteger();
    private final AtomicLong nextSweep = new AtomicLong();
    private final AtomicLong shared = new AtomicLong();
    private final LongAdder sharing = new LongAdder();
    private volatile int most;

    /**
     * Nobody has called.
     *
     * @param most callers that are kept at most
     * @param nanoClock {@link System#nanoTime()}, or a test's own
     */
    public LocalRateLimiter(int most, LongSupplier nanoClock) {
        this.most = most;
        this.nanoClock = nanoClock;
        this.start = nanoClock.getAsLong();
    }

    @Override
    public CompletableFuture<Quota> take(String caller, RateLimit limit) {
        long now = nanoClock.getAsLong() - start;
        Quota quota;
        do {
            quota = take(placeOf(caller, now), caller, limit, now);
        } while (quota == null);
        return CompletableFuture.completedFuture(quota);
    }

    /** Null if the place was given up meanwhile. */
    private Quota take(AtomicLong place, String caller, RateLimit limit, long now) {
        long span = limit.span();
        while (true) {
            long held = place.get();
            if (held == FORGOTTEN) {
                remove(caller, place);
                return null;
            }
            long from = Math.min(Math.max(held, now), now + span);
            long next = from + limit.intervalNanos();
            if (next - now > span) {
                return limit.left(false, from - now);
            }
            if (place.compareAndSet(held, next)) {
                return limit.left(true, next - now);
            }
        }
    }

    private AtomicLong placeOf(String caller, long now) {
        AtomicLong known = places.get(caller);
        if (known != null) {
            return known;
        }
        if (kept.get() >= most) {
            sweep(now);
        }
        if (kept.incrementAndGet() > most) {
            kept.decrementAndGet();
            sharing.increment();
            return shared;
        }
        AtomicLong own = new AtomicLong();
        AtomicLong earlier = places.putIfAbsent(caller, own);
        if (earlier == null) {
            return own;
        }
        kept.decrementAndGet();
        return earlier;
    }

    private void sweep(long now) {
        long due = nextSweep.get();
        if (now < due || !nextSweep.compareAndSet(due, now + SWEEP_NANOS)) {
            return;
        }
        places.forEach((caller, place) -> {
            long held = place.get();
            if (held <= now && place.compareAndSet(held, FORGOTTEN)) {
                remove(caller, place);
            }
        });
    }

    private void remove(String caller, AtomicLong place) {
        if (places.remove(caller, place)) {
            kept.decrementAndGet();
        }
    }

    /**
     * A caller has used more than is known here. Nothing where there is no place for it: that of the others would be used up.
     *
     * @param caller name under which its calls are counted together
     * @param debtNanos how long it takes until its whole burst is there again
     */
    void owes(String caller, long debtNanos) {
        long now = nanoClock.getAsLong() - start;
        if (kept.get() >= most && !places.containsKey(caller)) {
            sweep(now);
            if (kept.get() >= most) {
                return;
            }
        }
        AtomicLong place = placeOf(caller, now);
        long until = now + debtNanos;
        long held = place.get();
        while (held != FORGOTTEN && held < until && !place.compareAndSet(held, until)) {
            held = place.get();
        }
    }

    @Override
    public void change(RateLimitSettings settings, Function<String, RateLimit> limits) {
        change(settings.maxCallers(), limits);
    }

    @Override
    public Optional<String> problem() {
        return Optional.of("there is no mehari.redis.url");
    }

    /**
     * Other limits hold. Nobody waits longer than for a whole burst of the new one, and callers beyond the new bound are
     * forgotten as soon as that changes nothing for them.
     *
     * @param callers kept at most
     * @param limits by the name of the caller; null for none
     */
    void change(int callers, Function<String, RateLimit> limits) {
        most = callers;
        long now = nanoClock.getAsLong() - start;
        places.forEach((caller, place) -> {
            RateLimit limit = limits.apply(caller);
            long latest = limit == null ? now : now + limit.span();
            place.updateAndGet(held -> Math.min(held, latest));
        });
    }

    /**
     * How many callers are kept.
     *
     * @return at the moment
     */
    public int size() {
        return places.size();
    }

    /**
     * How often a caller found no place of its own.
     *
     * @return calls, since the start
     */
    public long sharing() {
        return sharing.sum();
    }
}
