package io.mehari.capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A report beside an earlier one of the same calls: for each number of callers that both have, how many times as many
 * calls a second, and how many times as long they took. Judged are calls a second, p50 and p90, and failures; p99 and
 * the longest are shown, since a pause of the machine makes them differ from one run to the next.
 *
 * @param rows one for each number of callers that both have
 * @param worse what is worse than the tolerance allows
 */
public record ReportComparison(List<Row> rows, List<String> worse) {
    private static final double MORE_FAILING = 0.01;

    /**
     * One number of callers.
     *
     * @param callers how many
     * @param rate calls a second, as a ratio of now to before
     * @param p50 the same of p50
     * @param p90 the same of p90
     * @param p99 the same of p99
     */
    public record Row(int callers, double rate, double p50, double p90, double p99) {}

    /**
     * Compares.
     *
     * @param before the earlier report
     * @param now the later one
     * @param tolerance 0.2 for a fifth
     * @return never null
     * @throws IllegalArgumentException if they are of different calls, or have no number of callers in common
     */
    public static ReportComparison of(CapacityReport before, CapacityReport now, double tolerance) {
        if (!before.tool().equals(now.tool()) || !before.arguments().equals(now.arguments())) {
            throw new IllegalArgumentException(
                    "it is of other calls: of " + before.tool() + " with " + before.arguments());
        }
        List<Row> rows = new ArrayList<>();
        List<String> worse = new ArrayList<>();
        for (StepResult step : now.steps()) {
            Optional<StepResult> earlier = before.steps().stream()
                    .filter(other -> other.callers() == step.callers())
                    .findFirst();
            earlier.ifPresent(other -> {
                Row row = row(other, step);
                rows.add(row);
                judge(row, other, step, tolerance, worse);
            });
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("it has no number of callers in common with this run");
        }
        return new ReportComparison(List.copyOf(rows), List.copyOf(worse));
    }

    private static Row row(StepResult before, StepResult now) {
        return new Row(
                now.callers(),
                ratio(now.callsPerSecond(), before.callsPerSecond()),
                ratio(now.p50(), before.p50()),
                ratio(now.p90(), before.p90()),
                ratio(now.p99(), before.p99()));
    }

    private static double ratio(double now, double before) {
        return before > 0 ? now / before : now > 0 ? Double.POSITIVE_INFINITY : 1;
    }

    private static void judge(Row row, StepResult before, StepResult now, double tolerance, List<String> worse) {
        String where = " with " + row.callers() + " callers";
        if (row.rate() < 1 - tolerance) {
            worse.add(String.format("calls a second%s: %.2f times as many", where, row.rate()));
        }
        if (row.p50() > 1 + tolerance) {
            worse.add(String.format("p50%s: %.2f times as long", where, row.p50()));
        }
        if (row.p90() > 1 + tolerance) {
            worse.add(String.format("p90%s: %.2f times as long", where, row.p90()));
        }
        if (now.failing() > before.failing() + MORE_FAILING) {
            worse.add(String.format(
                    "failures%s: %.1f %% instead of %.1f %%", where, 100 * now.failing(), 100 * before.failing()));
        }
    }
}
