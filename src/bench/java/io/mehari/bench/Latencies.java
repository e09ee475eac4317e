package io.mehari.bench;

import org.HdrHistogram.Histogram;

/** Latencies of one measurement, three digits exact, up to a minute. Not safe for concurrent use. */
final class Latencies {
    private static final long HIGHEST_NANOS = 60_000_000_000L;

    private final Histogram nanos = new Histogram(HIGHEST_NANOS, 3);
    private long errors;

    /** Counts a call answered as it should be. */
    void answered(long tookNanos) {
        nanos.recordValue(Math.min(Math.max(tookNanos, 0), HIGHEST_NANOS));
    }

    /** Counts a call answered otherwise, or not at all. */
    void failed() {
        errors++;
    }

    /** What was measured, without CPU time. */
    Measurement over(double seconds) {
        return new Measurement(
                nanos.getTotalCount(),
                errors,
                seconds,
                nanos.getMean() / 1000,
                micros(50),
                micros(95),
                micros(99),
                Double.NaN);
    }

    private double micros(double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1000.0;
    }
}
