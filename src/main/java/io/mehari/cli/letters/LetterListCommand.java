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
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code mehari dead-letters list}. */
@Command(name = "list", sortOptions = false, description = "Lists dead letters, newest first. Times are in UTC.")
final class LetterListCommand extends GatewayCommand {
    private static final int MOST = 10_000;
    private static final int PAGE = 200;

    @Mixin
    private LetterFilter filter;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Those in this state: waiting, replaying, replayed or discarded.")
    private String state;

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            defaultValue = "50",
            description = "Most letters to list, up to " + MOST + " (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--before", paramLabel = "ID", description = "Those older than this letter.")
    private String before;

    LetterListCommand(EnvironmentNames environment) {
        super(DeadLettersCommand.PATH, environment);
    }

    @Override
    protected int run(GatewayClient gateway, PrintWriter out) throws GatewayRefusalException, InterruptedException {
        if (limit < 1 || limit > MOST) {
            throw new ParameterException(spec().commandLine(), "--limit: expected 1 to " + MOST);
        }
        ObjectNode found = found(gateway);
        JsonNode letters = found.path("dead_letters");
        if (isJson()) {
            out.println(found.toPrettyString());
            return 0;
        }
        if (letters.isEmpty()) {
            out.println("There is no such dead letter.");
            return 0;
        }
        out.println(LetterTable.of(letters));
        out.println();
        out.println(Counted.of(letters.size(), "dead letter")
                + (found.has("next")
                        ? "; there are older ones: --before "
                                + found.path("next").asText()
                        : "") + ". 'mehari dead-letters show ID' has the whole of one.");
        return 0;
    }

    /** As one page, however many it took. */
    private ObjectNode found(GatewayClient gateway) throws GatewayRefusalException, InterruptedException {
        ObjectNode all = Json.object();
        var letters = all.putArray("dead_letters");
        Map<String, String> query = filter.values();
        if (state != null) {
            query.put("state", state);
        }
        String next = before;
        boolean goesOn;
        do {
            query.put("limit", Integer.toString(Math.min(PAGE, limit - letters.size())));
            if (next != null) {
                query.put("before", next);
            }
            JsonNode page = gateway.get(LetterFilter.query(query));
            page.path("dead_letters").forEach(letters::add);
            next = page.path("next").asText(null);
            goesOn = next != null && !page.path("dead_letters").isEmpty();
        } while (goesOn && letters.size() < limit);
        if (next != null) {
            all.put("next", next);
        }
        return all;
    }
}
