package io.mehari.monitoring.metric;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long something took, by fixed bounds that suit tools: from one millisecond to five minutes. Safe for concurrent use;
 * recording neither locks nor allocates, but for the first time in a range.
 */
public final class Histogram {
    private static final long[] MILLIS = {
        1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000
    };

    private final Counts ranges = new Counts(MILLIS.length + 1);
    private final LongAdder nanos = new LongAdder();

    /**
     * Records one duration.
     *
     * @param took in nanoseconds; less than zero counts as zero
     */
    public void record(long took) {
        long known = Math.max(0, took);
        ranges.increment(rangeOf(known));
        nanos.add(known);
    }

    private static int rangeOf(long took) {
        int range = 0;
        while (range < MILLIS.length && took > MILLIS[range] * 1_000_000L) {
            range++;
        }
        return range;
    }

    /**
     * All durations together.
     *
     * @return in nanoseconds
     */
    long nanos() {
        return nanos.sum();
    }

    /**
     * What has been recorded so far. What is recorded meanwhile may be in it or not.
     *
     * @return a copy
     */
    public Snapshot snapshot() {
        double[] bounds = new double[MILLIS.length + 1];
        long[] counts = new long[bounds.length];
        for (int i = 0; i < counts.length; i++) {
            bounds[i] = i < MILLIS.length ? MILLIS[i] / 1000.0 : Double.POSITIVE_INFINITY;
            counts[i] = ranges.get(i);
        }
        return new Snapshot(bounds, counts, nanos.sum() / (double) TimeUnit.SECONDS.toNanos(1));
    }

    /**
     * A histogram at one moment.
     *
     * @param bounds upper bounds in seconds, each within its range; the last one is infinite
     * @param counts how many lay in each range, not those below it
     * @param sum all together, in seconds
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, by those who write it out
    public record Snapshot(double[] bounds, long[] counts, double sum) {
        /**
         * How many were recorded.
         *
         * @return from 0
         */
        public long count() {
            long count = 0;
            for (long range : counts) {
                count += range;
            }
            return count;
        }
    }
}
