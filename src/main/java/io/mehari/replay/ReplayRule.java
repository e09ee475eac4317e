package io.mehari.replay;

import io.mehari.call.Outcome;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.deadletter.DeadLetter;
import io.mehari.deadletter.ReplayRefusal;
import io.mehari.deadletter.ReplayRefusal.Reason;
import io.mehari.deadletter.Replays.Last;
import io.mehari.upstream.CallSettings.Resend;
import java.util.Optional;

/**
 * Which dead letters may be replayed: those whose call surely did not run, and those of a tool that may run twice. The
 * same rule by which calls are sent again. Safe for concurrent use.
 */
final class ReplayRule {
    private final ToolCatalog catalog;

    ReplayRule(ToolCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Why a letter that waits and is whole may not be replayed.
     *
     * @param letter the letter
     * @param force whether somebody answers for a tool that runs twice
     * @return empty if it may be
     */
    Optional<ReplayRefusal> refusal(DeadLetter letter, boolean force) {
        Optional<Tool> tool = catalog.find(letter.server(), letter.tool());
        if (tool.isEmpty()) {
            return Optional.of(gone(letter));
        }
        boolean may = force || !letter.replays().mayHaveRun() || mayRunTwice(tool.get());
        return may ? Optional.empty() : Optional.of(mayHaveRun(letter));
    }

    private static boolean mayRunTwice(Tool tool) {
        return tool.mayRepeat() || tool.calls().retry().resend() == Resend.ALWAYS;
    }

    private ReplayRefusal gone(DeadLetter letter) {
        String what = catalog.hasServer(letter.server())
                ? "server " + letter.server() + " has no tool " + letter.tool() + " any more, or is still joining"
                : "there is no server " + letter.server();
        return new ReplayRefusal(
                Reason.TOOL_GONE,
                "Dead letter " + letter.id() + " cannot be replayed: " + what
                        + ". It stays, and can be replayed once the tool is back; else discard it");
    }

    private static ReplayRefusal mayHaveRun(DeadLetter letter) {
        return new ReplayRefusal(
                Reason.MAY_HAVE_RUN,
                "Dead letter " + letter.id() + " may have run (" + lastOutcome(letter) + "), and nobody says that "
                        + letter.server() + "/" + letter.tool()
                        + " may run twice. Look whether it has run; then discard"
                        + " the letter, or replay it with \"force\": true. If the tool may run twice, set \"idempotent\":"
                        + " true for it in mcp-servers.json");
    }

    private static String lastOutcome(DeadLetter letter) {
        Outcome last = letter.replays().last().flatMap(Last::outcome).orElse(letter.outcome());
        return last == Outcome.UNAVAILABLE
                ? "another dead letter of request " + letter.requestId() + " may have, or was replayed"
                : last.code();
    }
}
