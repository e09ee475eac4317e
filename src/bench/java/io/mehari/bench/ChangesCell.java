package io.mehari.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What callers notice of changed files, and how soon those take effect. */
final class ChangesCell {
    private static final double BUDGET = 2_000;
    private static final String NOTE = "One gateway in its own process, the stdio echo server called at a fixed rate, half of what "
            + "the machine bears or " + ChangesPlan.MOST + " a second; nine of ten calls over connections that stay, the others each over a new one. "
            + "Latencies count from the time a call was to be sent. Meanwhile files are written one after the other: "
            + "a stage and a tool; the way in and a route of maintenance; the list of servers, by which a server is added, one "
            + "that is called is changed, one is removed. A change holds when it is seen from outside (looked for every 10 ms); the time "
            + "counts from the end of the write, and has the second in it for which files are left alone.";

    private final Lab lab;

    ChangesCell(Lab lab) {
        this.lab = lab;
    }

    /**
     * Measures.
     *
     * @throws IllegalStateException if a call or a stream was lost
     */
    Cell measure() throws IOException, InterruptedException {
        ChangesPlan plan = lab.pace().counts() ? ChangesPlan.LONG : ChangesPlan.SHORT;
        return cell(new ChangesLoad(plan, lab.directory().resolve("changes")).run(lab.driver()));
    }

    /** What was measured, as a part of the report. */
    static Cell cell(ChangesResult result) {
        if (!result.lost().isEmpty()) {
            throw new IllegalStateException("Lost while files changed: " + String.join("; ", result.lost()));
        }
        Cell cell = new Cell("Changes under load", NOTE);
        result.phases().forEach((what, phase) -> cell.row(label(what, result.effects()), phase));
        result.effects().forEach((what, took) -> cell.row(what + ", from write to effect", Spread.of(took)));
        cell.remark(String.format(
                Locale.ROOT,
                "%,d calls, %,.0f a second: none failed, none ran twice, no connection was refused, and the streams of events stayed open",
                result.calls(),
                result.rate()));
        Spread all = Spread.of(result.allEffects());
        return cell.target(Target.atMost("write to effect, longest", all.max(), BUDGET, "ms"));
    }

    private static String label(String what, Map<String, ? extends List<?>> effects) {
        return effects.containsKey(what) ? "during " + effects.get(what).size() + " changes of " + what : what;
    }
}
