package io.mehari.cli;

import io.mehari.capacity.Knee;
import io.mehari.capacity.ReportComparison;
import io.mehari.capacity.ReportComparison.Row;
import io.mehari.capacity.StepResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a bench has found, as text. */
final class BenchTable {
    static final String TITLES = String.format(
            "%8s %11s %9s %9s %9s %9s  %s", "CALLERS", "CALLS/S", "P50 MS", "P90 MS", "P99 MS", "MAX MS", "OUTCOMES");
    private static final double PERCENT = 100;

    private BenchTable() {}

    static String row(StepResult step) {
        String outcomes = step.outcomes().entrySet().stream()
                .map(outcome -> outcome.getKey() + " " + outcome.getValue())
                .collect(Collectors.joining(", "));
        return text(
                "%8d %11.1f %9.2f %9.2f %9.2f %9.2f  %s",
                step.callers(),
                step.callsPerSecond(),
                step.p50(),
                step.p90(),
                step.p99(),
                step.max(),
                outcomes.isEmpty() ? "no call has ended" : outcomes);
    }

    /** Where it bends, and what to plan with. */
    static String verdict(Knee knee) {
        if (knee.best().isEmpty()) {
            return "More than one call in a hundred fails from the first step on: the outcomes say why. There is no"
                    + " capacity to tell.";
        }
        StepResult best = knee.best().get();
        String bears = text(
                "It bears %.0f calls a second (%d callers, p99 %.1f ms); plan with %.0f, seven tenths of that. ",
                best.callsPerSecond(), best.callers(), best.p99(), knee.planned());
        return bears
                + knee.bent()
                        .map(bent -> text("It bends before %d callers: ", bent.callers()) + reason(best, bent))
                        .orElse("It did not bend: more callers may get more (--callers).");
    }

    private static String reason(StepResult best, StepResult bent) {
        return bent.failing() > best.failing() && bent.failing() > 1 / PERCENT
                ? text("%.1f %% of their calls fail.", bent.failing() * PERCENT)
                : text(
                        "they get %.2f times as many calls a second, and wait %.2f times as long.",
                        bent.callsPerSecond() / best.callsPerSecond(), best.p50() > 0 ? bent.p50() / best.p50() : 1);
    }

    static String comparison(ReportComparison comparison, double tolerance) {
        StringBuilder text = new StringBuilder(
                text("%8s %11s %9s %9s %9s  (now to before)", "CALLERS", "CALLS/S", "P50", "P90", "P99"));
        for (Row row : comparison.rows()) {
            text.append(System.lineSeparator())
                    .append(text(
                            "%8d %10.2fx %8.2fx %8.2fx %8.2fx",
                            row.callers(), row.rate(), row.p50(), row.p90(), row.p99()));
        }
        text.append(System.lineSeparator());
        List<String> worse = comparison.worse();
        text.append(
                worse.isEmpty()
                        ? text("Nothing is worse by more than %.0f %%.", tolerance * PERCENT)
                        : text("Worse by more than %.0f %%: ", tolerance * PERCENT) + String.join("; ", worse) + ".");
        return text.toString();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
