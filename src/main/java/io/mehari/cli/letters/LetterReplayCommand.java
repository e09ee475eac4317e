package io.mehari.cli.letters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cli.gateway.GatewayClient;
import io.mehari.cli.gateway.GatewayCommand;
import io.mehari.cli.gateway.GatewayRefusalException;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.protocol.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mehari dead-letters replay}. */
@Command(
        name = "replay",
        sortOptions = false,
        description =
                "Makes the calls of dead letters once more, oldest first, five at a time: those named, or the newest 100 of a"
                        + " filter that wait. Only what surely did not run, or may run twice. Exits with status 0 if every call"
                        + " succeeded, else with 1.")
final class LetterReplayCommand extends GatewayCommand {
    private static final String MAY_HAVE_RUN = "dead_letter_may_have_run";

    @Mixin
    private LetterIds letters;

    @Option(
            names = "--force",
            description = "Makes also calls that may have run: they may run a second time then, which you answer for.")
    private boolean force;

    LetterReplayCommand(EnvironmentNames environment) {
        super(DeadLettersCommand.PATH, environment);
    }

    @Override
    protected int run(GatewayClient gateway, PrintWriter out) throws GatewayRefusalException, InterruptedException {
        letters.require(spec());
        if (force) {
            tell("--force: what may have run already is called again, and may then have run twice");
        }
        ArrayNode results = Json.object().putArray("results");
        try {
            if (letters.isNamed()) {
                replayNamed(gateway, results);
            } else {
                replay(gateway, letters.filtered(), results);
            }
        } catch (GatewayRefusalException e) {
            if (!results.isEmpty()) {
                show(out, results);
            }
            throw e;
        }
        show(out, results);
        return ReplayTable.succeeded(results) == results.size() ? 0 : 1;
    }

    private void replayNamed(GatewayClient gateway, ArrayNode results)
            throws GatewayRefusalException, InterruptedException {
        List<String> ids = letters.ids();
        for (int from = 0; from < ids.size(); from += LetterIds.MOST) {
            int to = Math.min(ids.size(), from + LetterIds.MOST);
            replay(gateway, LetterIds.named(ids.subList(from, to)), results);
        }
    }

    private void replay(GatewayClient gateway, ObjectNode body, ArrayNode results)
            throws GatewayRefusalException, InterruptedException {
        gateway.post("/replay", body.put("force", force)).path("results").forEach(results::add);
    }

    private void show(PrintWriter out, ArrayNode results) {
        out.println(
                isJson()
                        ? Json.object().<ObjectNode>set("results", results).toPrettyString()
                        : ReplayTable.of(results));
        out.flush();
        if (!letters.isNamed() && results.size() == LetterIds.MOST) {
            tell("these were the newest " + LetterIds.MOST + "; repeat the command for older ones");
        }
        boolean mayHaveRun = StreamSupport.stream(results.spliterator(), false)
                .anyMatch(result -> MAY_HAVE_RUN.equals(result.at("/error/code").asText()));
        if (mayHaveRun) {
            tell("look whether these calls have run: 'mehari dead-letters discard ID' if so; --force makes them again"
                    + " all the same");
        }
    }
}
