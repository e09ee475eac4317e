package io.mehari.monitoring.metric;

/**
 * How many calls there were in each slice of a window, as rates: nothing is counted for it that is not counted anyway. The
 * slice that goes on is left out. Not safe for concurrent use: made for one reading.
 */
final class CallRates {
    private final long[] slices;
    private final double sliceSeconds;

    /**
     * No calls.
     *
     * @param slices how many slices have passed since the counting began, at most those of a window
     * @param sliceSeconds length of a slice
     */
    CallRates(int slices, double sliceSeconds) {
        this.slices = new long[slices];
        this.sliceSeconds = sliceSeconds;
    }

    /** Adds calls, and tells the rate of these alone. */
    ValueStatistics add(Window window, long now) {
        long[] counts = window.counts(now, slices.length);
        for (int i = 0; i < counts.length; i++) {
            slices[i] += counts[i];
        }
        return statistics(counts);
    }

    /** The rate of all that were added. */
    ValueStatistics together() {
        return statistics(slices);
    }

    private ValueStatistics statistics(long[] counts) {
        ValueStatistics rates = ValueStatistics.NONE;
        for (long count : counts) {
            rates = rates.with(count / sliceSeconds);
        }
        return rates;
    }
}
