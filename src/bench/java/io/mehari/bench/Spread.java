package io.mehari.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How long something took each time it was tried, in milliseconds.
 *
 * @param trials how often
 * @param min the shortest
 * @param p50 what half of the trials did not exceed
 * @param p95 what 95 % of them did not exceed
 * @param max the longest
 */
record Spread(int trials, double min, double p50, double p95, double max) implements Figures {
    private static final List<String> HEADINGS = List.of("trials", "min ms", "p50 ms", "p95 ms", "max ms");
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * The spread of these, each percentile being one of them (nearest rank).
     *
     * @throws IllegalArgumentException if there are none
     */
    static Spread of(List<Duration> trials) {
        if (trials.isEmpty()) {
            throw new IllegalArgumentException("Nothing was tried");
        }
        List<Duration> sorted = trials.stream().sorted().toList();
        return new Spread(sorted.size(), rank(sorted, 0), rank(sorted, 50), rank(sorted, 95), rank(sorted, 100));
    }

    private static double rank(List<Duration> sorted, int percent) {
        int rank = (int) Math.ceil(sorted.size() * percent / 100.0);
        return sorted.get(Math.max(1, rank) - 1).toNanos() / NANOS_PER_MILLI;
    }

    @Override
    public List<String> headings() {
        return HEADINGS;
    }

    @Override
    public List<String> values() {
        return List.of(Integer.toString(trials), text(min), text(p50), text(p95), text(max));
    }

    private static String text(double millis) {
        return String.format(Locale.ROOT, "%,.0f", millis);
    }
}
