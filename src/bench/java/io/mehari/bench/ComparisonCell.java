package io.mehari.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How a comparison is shown: a row for each build, a row for each ratio, every round, spread and verdict. */
final class ComparisonCell {
    /** From this spread on a verdict says little. */
    private static final double RESTLESS = 0.1;

    private static final String REPEAT =
            "so wide a spread hides more than it allows: repeat the run on a machine that " + "does nothing else";

    private ComparisonCell() {}

    /**
     * The cell of one comparison.
     *
     * @param title its heading
     * @param note what is compared and how
     * @param unit of the figure
     * @param cpu the CPU time of each build's gateway in microseconds per call
     */
    static Cell of(String title, String note, String unit, Comparison comparison, Map<Side, Double> cpu) {
        Cell cell = new Cell(title, note);
        for (Side side : Side.values()) {
            cell.row(side.toString(), new BuildRow(unit, Range.of(figures(comparison, side)), cpu.get(side)));
        }
        cell.row("after / before", new RatioRow(Range.of(comparison.ratios())))
                .row("before again / before", new RatioRow(Range.of(comparison.controlRatios())))
                .remark("after / before, round by round: " + list(comparison.ratios()))
                .remark("before again / before, round by round: " + list(comparison.controlRatios()))
                .remark(String.format(
                        Locale.ROOT,
                        "spread, before against before: %.1f %% (a smaller difference cannot be told from none)",
                        comparison.spread() * 100))
                .remark(comparison.verdict());
        return comparison.spread() < RESTLESS ? cell : cell.remark(REPEAT);
    }

    private static List<Double> figures(Comparison comparison, Side side) {
        return switch (side) {
            case BEFORE -> comparison.before();
            case AFTER -> comparison.after();
            case CONTROL -> comparison.control();
        };
    }

    private static String list(List<Double> ratios) {
        return ratios.stream().map(ratio -> text("%.3f", ratio)).collect(Collectors.joining(", "));
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** What one build gave. */
    private record BuildRow(String unit, Range range, double cpu) implements Figures {
        @Override
        public List<String> headings() {
            return List.of("median " + unit, "min " + unit, "max " + unit, "server CPU us/call");
        }

        @Override
        public List<String> values() {
            return List.of(
                    text("%,.0f", range.median()),
                    text("%,.0f", range.min()),
                    text("%,.0f", range.max()),
                    text("%.1f", cpu));
        }
    }

    /** Ratios of the rounds. */
    private record RatioRow(Range range) implements Figures {
        @Override
        public List<String> headings() {
            return List.of("median ratio", "min", "max");
        }

        @Override
        public List<String> values() {
            return List.of(text("%.3f", range.median()), text("%.3f", range.min()), text("%.3f", range.max()));
        }
    }
}
