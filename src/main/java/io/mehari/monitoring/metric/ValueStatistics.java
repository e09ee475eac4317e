package io.mehari.monitoring.metric;

/**
 * What a window has seen of a value that is measured now and then.
 *
 * @param count how many measurements
 * @param sum all together
 * @param max largest; without meaning if there are none
 * @param min smallest; without meaning if there are none
 */
public record ValueStatistics(long count, double sum, double max, double min) {
    /** No measurement. */
    public static final ValueStatistics NONE =
            new ValueStatistics(0, 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /**
     * This and one more measurement.
     *
     * @param value finite
     * @return never null
     */
    ValueStatistics with(double value) {
        return new ValueStatistics(count + 1, sum + value, Math.max(max, value), Math.min(min, value));
    }

    /**
     * This and other measurements together.
     *
     * @param other of the same value
     * @return never null
     */
    ValueStatistics and(ValueStatistics other) {
        return new ValueStatistics(
                count + other.count, sum + other.sum, Math.max(max, other.max), Math.min(min, other.min));
    }

    /**
     * The mean.
     *
     * @return 0 without measurements
     */
    public double average() {
        return count == 0 ? 0 : sum / count;
    }
}
