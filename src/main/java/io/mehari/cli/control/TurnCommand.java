package io.mehari.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.cli.gateway.GatewayClient;
import io.mehari.cli.gateway.GatewayCommand;
import io.mehari.cli.gateway.GatewayRefusalException;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.protocol.Json;
import io.mehari.text.PrintableText;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mehari routes stop ID...} and its like. Exits with status 1 at the first that the gateway refuses. */
@Command(sortOptions = false)
final class TurnCommand extends GatewayCommand {
    private final Turn turn;
    private final String subject;

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "One or several, as lists show them.")
    private List<String> names;

    TurnCommand(String path, String subject, Turn turn, EnvironmentNames environment) {
        super(path, environment);
        this.subject = subject;
        this.turn = turn;
    }

    @Override
    protected int run(GatewayClient gateway, PrintWriter out) throws GatewayRefusalException, InterruptedException {
        for (String name : names) {
            String path = path(name) + "/" + turn.word();
            JsonNode answer = turn == Turn.STATUS ? gateway.get(path) : gateway.post(path, Json.object());
            show(out, name, answer);
        }
        return 0;
    }

    /** The path of one thing. */
    static String path(String name) {
        return "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void show(PrintWriter out, String name, JsonNode answer) {
        if (isJson()) {
            out.println(answer.toPrettyString());
        } else if (turn == Turn.STATUS) {
            answer.fields().forEachRemaining(field -> show(out, field.getKey(), "", field.getValue()));
        } else {
            out.println(subject.charAt(0) + subject.substring(1).toLowerCase(Locale.ROOT) + " "
                    + PrintableText.of(name) + " is "
                    + PrintableText.of(answer.path("state").asText()) + ".");
        }
    }

    private static void show(PrintWriter out, String name, String prefix, JsonNode value) {
        if (value.isObject()) {
            value.fields().forEachRemaining(inner -> show(out, inner.getKey(), prefix + name + ".", inner.getValue()));
        } else {
            out.printf("%-32s %s%n", prefix + name, PrintableText.of(value.asText()));
        }
    }
}
