package io.mehari.monitoring.metric;

import java.time.Duration;

/**
 * Measurements of one value in the time just passed, in thirty slices of which the oldest leaves as a whole. Takes the same
 * memory whatever is measured. Not safe for concurrent use: guarded by {@link ValueWindows}.
 */
final class ValueWindow {
    static final int SLICES = 30;

    private final long sliceNanos;
    private final long[] numbers = new long[SLICES];
    private final ValueStatistics[] slices = new ValueStatistics[SLICES];

    /**
     * Nothing measured yet.
     *
     * @param length how far back it looks
     */
    ValueWindow(Duration length) {
        this.sliceNanos = Math.max(1, length.toNanos() / SLICES);
    }

    void record(long now, double value) {
        long number = Math.floorDiv(now, sliceNanos);
        int index = Math.floorMod(number, SLICES);
        if (slices[index] == null || numbers[index] != number) {
            numbers[index] = number;
            slices[index] = ValueStatistics.NONE;
        }
        slices[index] = slices[index].with(value);
    }

    ValueStatistics read(long now) {
        long number = Math.floorDiv(now, sliceNanos);
        ValueStatistics all = ValueStatistics.NONE;
        for (int index = 0; index < SLICES; index++) {
            if (slices[index] != null && number - numbers[index] < SLICES) {
                all = all.and(slices[index]);
            }
        }
        return all;
    }
}
