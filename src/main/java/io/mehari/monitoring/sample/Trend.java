package io.mehari.monitoring.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.Locale;

/**
 * Where a value has been going: a straight line through its points by least squares. Immutable.
 *
 * @param direction whether it moves at all
 * @param perHour slope of the line, in the value's unit per hour
 * @param points how many values it is made of
 */
public record Trend(Direction direction, double perHour, int points) {
    /** Fewer points say nothing. */
    public static final int FEWEST = 10;

    /** How many standard errors the slope must differ from zero: chance does so once in about 400 times. */
    private static final double SIGNIFICANT = 3;

    /** How much of its mean the value must have moved over the time looked at. */
    private static final double RELEVANT = 0.05;

    private static final double HOUR = 3600;

    /** Which way. */
    public enum Direction {
        /** It grows. */
        RISING,
        /** It shrinks. */
        FALLING,
        /** Neither, as far as can be told from noise. */
        STEADY
    }

    /**
     * The trend of a series.
     *
     * @param seconds times of the points, in seconds from any origin, ascending
     * @param values as many
     * @return {@link Direction#STEADY} for fewer than {@value #FEWEST} points
     */
    public static Trend of(double[] seconds, double[] values) {
        int n = values.length;
        double meanTime = mean(seconds);
        double mean = mean(values);
        double squares = 0;
        double products = 0;
        for (int i = 0; i < n; i++) {
            squares += (seconds[i] - meanTime) * (seconds[i] - meanTime);
            products += (seconds[i] - meanTime) * (values[i] - mean);
        }
        if (n < FEWEST || squares == 0) {
            return new Trend(Direction.STEADY, 0, n);
        }
        double slope = products / squares;
        double error = 0;
        for (int i = 0; i < n; i++) {
            double rest = values[i] - mean - slope * (seconds[i] - meanTime);
            error += rest * rest;
        }
        double standardError = Math.sqrt(error / (n - 2) / squares);
        boolean moves = Math.abs(slope) > SIGNIFICANT * standardError
                && Math.abs(slope) * (seconds[n - 1] - seconds[0]) > RELEVANT * Math.abs(mean);
        Direction direction = !moves ? Direction.STEADY : slope > 0 ? Direction.RISING : Direction.FALLING;
        return new Trend(direction, slope * HOUR, n);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return values.length == 0 ? 0 : sum / values.length;
    }

    /**
     * For callers.
     *
     * @return a new object
     */
    public ObjectNode json() {
        return Json.object()
                .put("direction", direction.name().toLowerCase(Locale.ROOT))
                .put("per_hour", Math.round(perHour * 1e4) / 1e4)
                .put("points", points);
    }
}
