package io.mehari.cli.letters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which letters are meant, by the filters of the gateway, which says what is wrong with one. */
final class LetterFilter {
    @Option(names = "--server", paramLabel = "NAME", description = "Those of this server.")
    private String server;

    @Option(names = "--tool", paramLabel = "NAME", description = "Those of tools of this name.")
    private String tool;

    @Option(
            names = "--category",
            paramLabel = "CATEGORY",
            description = "Those of this kind of failure, such as NETWORK.")
    private String category;

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            description = "Those whose call ended so, such as unavailable or timed_out.")
    private String outcome;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "That failed at this time or later: 2026-01-31T12:00:00Z.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "That failed before this time.")
    private String to;

    /** Filters by their names; empty for all. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("server", server);
        values.put("tool", tool);
        values.put("category", category);
        values.put("outcome", outcome);
        values.put("from", from);
        values.put("to", to);
        values.values().removeIf(value -> value == null);
        return values;
    }

    /** As the body of a request has them. */
    ObjectNode json() {
        ObjectNode json = Json.object();
        values().forEach(json::put);
        return json;
    }

    /** Parameters of a URL. */
    static String query(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", values.isEmpty() ? "" : "?", ""));
    }
}
