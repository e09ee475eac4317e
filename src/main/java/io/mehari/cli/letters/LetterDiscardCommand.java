package io.mehari.cli.letters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cli.gateway.GatewayClient;
import io.mehari.cli.gateway.GatewayCommand;
import io.mehari.cli.gateway.GatewayRefusalException;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.protocol.Json;
import io.mehari.text.Counted;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mehari dead-letters discard}. */
@Command(
        name = "discard",
        sortOptions = false,
        description =
                "Says that nothing more is wanted of dead letters: those named, or all of a filter that wait. They stay in the"
                        + " list until they expire. Exits with status 1 if one that is named cannot be discarded.")
final class LetterDiscardCommand extends GatewayCommand {
    @Mixin
    private LetterIds letters;

    LetterDiscardCommand(EnvironmentNames environment) {
        super(DeadLettersCommand.PATH, environment);
    }

    @Override
    protected int run(GatewayClient gateway, PrintWriter out) throws GatewayRefusalException, InterruptedException {
        letters.require(spec());
        int discarded = 0;
        int refused = 0;
        if (letters.isNamed()) {
            for (String id : letters.ids()) {
                boolean done = isDiscarded(gateway, id);
                discarded += done ? 1 : 0;
                refused += done ? 0 : 1;
            }
        } else {
            JsonNode answer = gateway.post("/discard", letters.filtered());
            discarded = answer.path("discarded").asInt();
        }
        ObjectNode json = Json.object().put("discarded", discarded);
        out.println(isJson() ? json.toPrettyString() : Counted.of(discarded, "dead letter") + " discarded.");
        return refused == 0 ? 0 : 1;
    }

    /** One that cannot be is told, and does not keep the others; a gateway that cannot be asked ends it. */
    private boolean isDiscarded(GatewayClient gateway, String id) throws GatewayRefusalException, InterruptedException {
        try {
            gateway.post(LetterIds.path(id) + "/discard", Json.object());
            return true;
        } catch (GatewayRefusalException e) {
            if (!e.code().startsWith("dead_letter_")) {
                throw e;
            }
            tell(e.getMessage());
            return false;
        }
    }
}
