package io.mehari.monitoring.metric;

/**
 * What a window has seen.
 *
 * @param count how many values
 * @param sum all together
 * @param max largest; without meaning if there are none
 * @param min smallest; without meaning if there are none
 */
public record WindowStatistics(long count, long sum, long max, long min) {
    /** No values. */
    public static final WindowStatistics NONE = new WindowStatistics(0, 0, Long.MIN_VALUE, Long.MAX_VALUE);

    /**
     * This and another one together.
     *
     * @param other of the same unit
     * @return never null
     */
    public WindowStatistics and(WindowStatistics other) {
        return new WindowStatistics(
                count + other.count, sum + other.sum, Math.max(max, other.max), Math.min(min, other.min));
    }

    /**
     * The mean.
     *
     * @return 0 without values
     */
    public double average() {
        return count == 0 ? 0 : (double) sum / count;
    }
}
