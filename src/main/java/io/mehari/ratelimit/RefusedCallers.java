package io.mehari.ratelimit;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Who was refused of late, for those who look after the gateway. At most {@value #MOST} callers are remembered, each until five
 * minutes after its last refusal. Safe for concurrent use.
 */
public final class RefusedCallers {
    /** Callers that are remembered at the same time. */
    static final int MOST = 100;

    /** How long after its last refusal a caller is shown. */
    static final long SHOWN_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final LongSupplier nanoClock;
    private final ConcurrentHashMap<String, Refused> callers = new ConcurrentHashMap<>();
    private final LongAdder all = new LongAdder();

    /**
     * A caller that was refused.
     *
     * @param caller name of its key, or its address
     * @param times how often, without a pause of five minutes
     * @param lastNanos when last, by the clock of all
     */
    public record Refused(String caller, long times, long lastNanos) {}

    /**
     * Nobody was refused.
     *
     * @param nanoClock {@link System#nanoTime()}, or a test's own
     */
    public RefusedCallers(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * A call was refused.
     *
     * @param caller whose it was
     */
    void add(String caller) {
        long now = nanoClock.getAsLong();
        all.increment();
        if (callers.size() >= MOST && !callers.containsKey(caller)) {
            forget(now);
            if (callers.size() >= MOST) {
                return;
            }
        }
        callers.merge(
                caller,
                new Refused(caller, 1, now),
                (before, one) -> isOver(before, now) ? one : new Refused(caller, before.times() + 1, now));
    }

    /**
     * Who was refused within five minutes.
     *
     * @return those refused most often first
     */
    public List<Refused> lately() {
        forget(nanoClock.getAsLong());
        return callers.values().stream()
                .sorted(Comparator.comparingLong(Refused::times).reversed().thenComparing(Refused::caller))
                .toList();
    }

    /**
     * How many calls were refused.
     *
     * @return since the start
     */
    public long count() {
        return all.sum();
    }

    private void forget(long now) {
        callers.values().removeIf(refused -> isOver(refused, now));
    }

    private static boolean isOver(Refused refused, long now) {
        return now - refused.lastNanos() > SHOWN_NANOS;
    }
}
