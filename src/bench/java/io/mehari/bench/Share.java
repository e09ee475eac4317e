package io.mehari.bench;

import java.util.List;
import java.util.Locale;

/**
 * How much of one processor a process took, in percent.
 *
 * @param mean over all rounds
 * @param range of the rounds
 */
record Share(double mean, Range range) implements Figures {
    private static final List<String> HEADINGS = List.of("mean % of one processor", "median of rounds", "min", "max");

    /**
     * The share over some rounds of equal length.
     *
     * @throws IllegalArgumentException if there are none
     */
    static Share of(List<Double> percents) {
        Range range = Range.of(percents);
        double mean =
                percents.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        return new Share(mean, range);
    }

    @Override
    public List<String> headings() {
        return HEADINGS;
    }

    @Override
    public List<String> values() {
        return List.of(text(mean), text(range.median()), text(range.min()), text(range.max()));
    }

    private static String text(double percent) {
        return String.format(Locale.ROOT, "%.2f", percent);
    }
}
