package io.mehari.monitoring.metric;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Number, sum, largest and smallest of what was recorded in the time just passed. The time is divided into sixty slices; the
 * oldest leaves as a whole, so that up to a sixtieth less than the length is looked at. Safe for concurrent use; recording
 * does not lock, and allocates once in a slice.
 */
public final class Window {
    private static final int SLICES = 60;

    private final AtomicReferenceArray<Slice> slices = new AtomicReferenceArray<>(SLICES);
    private final long sliceNanos;

    /**
     * Nothing recorded yet.
     *
     * @param length how far back it looks, at least 1 s
     */
    public Window(Duration length) {
        this.sliceNanos = Math.max(1, length.toNanos() / SLICES);
    }

    /**
     * Records one value.
     *
     * @param now {@link System#nanoTime()}, or a test's own
     * @param value in whatever unit
     */
    public void record(long now, long value) {
        long number = Math.floorDiv(now, sliceNanos);
        int index = Math.floorMod(number, SLICES);
        Slice slice = slices.getAcquire(index);
        if (slice == null || slice.number - number < 0) {
            slice = begun(index, slice, number);
        }
        slice.record(value);
    }

    /** A thread that comes too late for its slice records in the one that is there. */
    private Slice begun(int index, Slice before, long number) {
        Slice begun = new Slice(number);
        return slices.compareAndSet(index, before, begun) ? begun : slices.get(index);
    }

    /**
     * What was recorded.
     *
     * @param now {@link System#nanoTime()}, or a test's own
     * @return of the time before that
     */
    public WindowStatistics read(long now) {
        long number = Math.floorDiv(now, sliceNanos);
        WindowStatistics all = WindowStatistics.NONE;
        for (int i = 0; i < SLICES; i++) {
            Slice slice = slices.getAcquire(i);
            if (slice != null && number - slice.number < SLICES) {
                all = all.and(slice.statistics());
            }
        }
        return all;
    }

    /**
     * How many values there were in each of the slices that have passed.
     *
     * @param now {@link System#nanoTime()}, or a test's own
     * @param most how many slices, fewer than {@value #SLICES}
     * @return the latest first, without the one that goes on
     */
    long[] counts(long now, int most) {
        long number = Math.floorDiv(now, sliceNanos);
        long[] counts = new long[most];
        for (int back = 1; back <= most; back++) {
            Slice slice = slices.getAcquire(Math.floorMod(number - back, SLICES));
            counts[back - 1] = slice != null && slice.number == number - back ? slice.count.sum() : 0;
        }
        return counts;
    }

    /** How many slices have passed between two moments, at most those that can be told. */
    int passed(long from, long now) {
        return (int)
                Math.max(0, Math.min(SLICES - 1, Math.floorDiv(now, sliceNanos) - Math.floorDiv(from, sliceNanos) - 1));
    }

    /** Length of a slice, in seconds. */
    double sliceSeconds() {
        return sliceNanos / 1e9;
    }

    private static final class Slice {
        private final long number;
        private final LongAdder count = new LongAdder();
        private final LongAdder sum = new LongAdder();
        private final LongAccumulator max = new LongAccumulator(Math::max, Long.MIN_VALUE);
        private final LongAccumulator min = new LongAccumulator(Math::min, Long.MAX_VALUE);

        Slice(long number) {
            this.number = number;
        }

        void record(long value) {
            sum.add(value);
            max.accumulate(value);
            min.accumulate(value);
            count.increment();
        }

        WindowStatistics statistics() {
            return new WindowStatistics(count.sum(), sum.sum(), max.get(), min.get());
        }
    }
}
