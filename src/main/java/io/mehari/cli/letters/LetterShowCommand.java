package io.mehari.cli.letters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.cli.gateway.GatewayClient;
import io.mehari.cli.gateway.GatewayCommand;
import io.mehari.cli.gateway.GatewayRefusalException;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.protocol.Json;
import io.mehari.text.PrintableText;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mehari dead-letters show}. */
@Command(
        name = "show",
        sortOptions = false,
        description = "Shows one dead letter: what was called and by whom, what happened, what became of it since.")
final class LetterShowCommand extends GatewayCommand {
    @Parameters(paramLabel = "ID", description = "As 'mehari dead-letters list' shows it.")
    private String id;

    LetterShowCommand(EnvironmentNames environment) {
        super(DeadLettersCommand.PATH, environment);
    }

    @Override
    protected int run(GatewayClient gateway, PrintWriter out) throws GatewayRefusalException, InterruptedException {
        JsonNode letter = gateway.get(LetterIds.path(id));
        if (isJson()) {
            out.println(letter.toPrettyString());
            return 0;
        }
        letter.fields().forEachRemaining(field -> show(out, field.getKey(), field.getValue()));
        return 0;
    }

    private static void show(PrintWriter out, String name, JsonNode value) {
        if (value.isObject()) {
            value.fields().forEachRemaining(inner -> show(out, name + "." + inner.getKey(), inner.getValue()));
        } else {
            out.printf("%-20s %s%n", name, text(value.asText()));
        }
    }

    /** JSON is laid out, each line of it set in; a line end in a text cannot forge a line. */
    private static String text(String value) {
        try {
            JsonNode json = Json.read(value);
            if (json.isContainerNode() && !json.isEmpty()) {
                return json.toPrettyString()
                        .lines()
                        .map(PrintableText::of)
                        .collect(Collectors.joining(System.lineSeparator() + " ".repeat(21)));
            }
        } catch (JsonProcessingException e) {
            // a text
        }
        return PrintableText.of(value);
    }
}
