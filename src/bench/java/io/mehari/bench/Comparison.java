package io.mehari.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One figure of two builds, round by round, and of a second process of the build before as control. Everything is
 * paired by round, so what troubles the whole machine for some rounds troubles both sides of a ratio.
 *
 * @param less whether less is better, as with latencies
 * @param before the figure of the build before, positive, one for each round
 * @param after that of the build after in the same rounds
 * @param control that of the second process of the build before in the same rounds
 */
record Comparison(boolean less, List<Double> before, List<Double> after, List<Double> control) {
    /** The difference that is always allowed. */
    static final double ALWAYS_ALLOWED = 0.03;

    /**
     * Checks that it can be computed.
     *
     * @throws IllegalArgumentException if there are no rounds, not as many of each, or a figure is not positive
     */
    Comparison {
        before = List.copyOf(before);
        after = List.copyOf(after);
        control = List.copyOf(control);
        if (before.isEmpty() || before.size() != after.size() || before.size() != control.size()) {
            throw new IllegalArgumentException("Rounds of before, after and before again: %d, %d, %d"
                    .formatted(before.size(), after.size(), control.size()));
        }
        if (!(positive(before) && positive(after) && positive(control))) {
            throw new IllegalArgumentException("There is no ratio of figures that are not positive");
        }
    }

    /** Whether ratios of these figures mean something. */
    static boolean positive(List<Double> figures) {
        return figures.stream().allMatch(figure -> figure > 0);
    }

    /** After by before, round by round. */
    List<Double> ratios() {
        return paired(after);
    }

    /** The second process of before by the first one, round by round. */
    List<Double> controlRatios() {
        return paired(control);
    }

    private List<Double> paired(List<Double> figures) {
        return IntStream.range(0, before.size())
                .mapToObj(round -> figures.get(round) / before.get(round))
                .toList();
    }

    /** The median of the ratios of after by before. */
    double ratio() {
        return Range.of(ratios()).median();
    }

    /**
     * How far two processes of the same build are apart: the median, over the rounds, of the share by which the lesser
     * of the two stays behind the greater, between 0 and 1. Noise and a lasting difference both count, which way round
     * the two are divided does not, and up to half of the rounds may be anything.
     */
    double spread() {
        return Range.of(controlRatios().stream()
                        .map(ratio -> 1 - Math.min(ratio, 1 / ratio))
                        .toList())
                .median();
    }

    /** By how much the build after may be worse, as a share. */
    double allowed() {
        return Math.max(ALWAYS_ALLOWED, spread());
    }

    /** The worst ratio that is as good as before. */
    double limit() {
        return less ? 1 + allowed() : 1 - allowed();
    }

    /** Whether the build after is as good as the build before, or better. */
    boolean asGood() {
        return less ? ratio() <= limit() : ratio() >= limit();
    }

    /** One sentence with the verdict and what it rests on. */
    String verdict() {
        return String.format(
                Locale.ROOT,
                "as good as before: **%s** (median ratio %.3f, %s %.3f allowed: %s)",
                asGood() ? "yes" : "no",
                ratio(),
                less ? "at most" : "at least",
                limit(),
                spread() > ALWAYS_ALLOWED ? "the spread" : "3 %, the spread being less");
    }
}
