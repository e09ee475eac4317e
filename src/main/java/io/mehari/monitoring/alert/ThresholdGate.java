package io.mehari.monitoring.alert;

import java.util.OptionalDouble;

/**
 * Whether a value is too high, without wavering: it is from the first value above the threshold on, until two values in a
 * row are below nine tenths of it. A value that is not known for a while counts as over. For one thread.
 */
final class ThresholdGate {
    /** Share of the threshold below which it is over. */
    static final double OVER_BELOW = 0.9;

    /** So many values in a row must be below. */
    static final int OVER_AFTER = 2;

    /** So many samples without a value end it: nobody calls any more, and nothing is known. */
    static final int FORGOTTEN_AFTER = 10;

    private boolean high;
    private int below;
    private int unknown;

    /** The value is too high now. */
    boolean isHigh() {
        return high;
    }

    /**
     * Takes the next value.
     *
     * @param value empty if there is none this time
     * @param threshold that holds now
     */
    void next(OptionalDouble value, double threshold) {
        if (value.isEmpty()) {
            unknown++;
            high = high && unknown < FORGOTTEN_AFTER;
            return;
        }
        unknown = 0;
        if (value.getAsDouble() > threshold) {
            high = true;
            below = 0;
        } else if (high) {
            below = value.getAsDouble() <= OVER_BELOW * threshold ? below + 1 : 0;
            high = below < OVER_AFTER;
        }
    }
}
