package io.mehari.monitoring.prediction;

import java.util.ArrayDeque;
import java.util.OptionalDouble;

/**
 * A series of values of which each is a mean over some calls, and the question whether it will cross a threshold: a
 * straight line through the last {@value #POINTS} values by least squares, weighted by calls. It is rising if its slope is
 * more than {@value #SIGNIFICANT} standard errors, if it has risen over these values by a fair part of the threshold, and if
 * it crosses the threshold within the next {@value #AHEAD} values. For one thread.
 */
public final class RisingSeries {
    /** Values looked at; with fewer nothing is said. */
    public static final int POINTS = 16;

    /** How many values ahead is looked. */
    public static final int AHEAD = 10;

    /** Standard errors of the slope. */
    static final double SIGNIFICANT = 3;

    /** Share of the threshold by which it must have risen. */
    static final double RELEVANT = 0.3;

    /** A line that ends above this share of the threshold is no prediction any more. */
    private static final double CROSSED = 1.2;

    private final ArrayDeque<Point> points = new ArrayDeque<>(POINTS + 1);

    private record Point(double value, long calls) {}

    /** No values yet. */
    public RisingSeries() {}

    /**
     * Takes the next value.
     *
     * @param value a mean
     * @param calls of so many, at least 1
     */
    public void add(double value, long calls) {
        points.add(new Point(value, calls));
        if (points.size() > POINTS) {
            points.poll();
        }
    }

    /**
     * Whether the threshold will be crossed, if it goes on like this.
     *
     * @param threshold greater than 0
     * @return after how many values, 0 for at the next one; empty if that cannot be said
     */
    public OptionalDouble crossesAfter(double threshold) {
        if (points.size() < POINTS) {
            return OptionalDouble.empty();
        }
        Line line = line();
        double now = line.meanValue + line.slope * (POINTS - 1 - line.meanIndex);
        boolean rises = line.slope > SIGNIFICANT * line.error && line.slope * (POINTS - 1) >= RELEVANT * threshold;
        boolean crosses = now < CROSSED * threshold && now + AHEAD * line.slope >= threshold;
        return rises && crosses
                ? OptionalDouble.of(Math.max(0, (threshold - now) / line.slope))
                : OptionalDouble.empty();
    }

    private record Line(double slope, double error, double meanIndex, double meanValue) {}

    private Line line() {
        double weight = 0;
        double meanIndex = 0;
        double meanValue = 0;
        int i = 0;
        for (Point point : points) {
            weight += point.calls;
            meanIndex += point.calls * (double) i++;
            meanValue += point.calls * point.value;
        }
        meanIndex /= weight;
        meanValue /= weight;
        double squares = 0;
        double products = 0;
        i = 0;
        for (Point point : points) {
            double at = i++ - meanIndex;
            squares += point.calls * at * at;
            products += point.calls * at * (point.value - meanValue);
        }
        double slope = products / squares;
        double rest = 0;
        i = 0;
        for (Point point : points) {
            double off = point.value - meanValue - slope * (i++ - meanIndex);
            rest += point.calls * off * off;
        }
        return new Line(slope, Math.sqrt(rest / (POINTS - 2) / squares), meanIndex, meanValue);
    }
}
