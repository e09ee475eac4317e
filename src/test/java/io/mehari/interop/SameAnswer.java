package io.mehari.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mehari.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Removes from a result what differs between any two runs of the same server, with or without a gateway. The one
 * place where answers are adapted; found by running the direct client twice and comparing:
 *
 * <ul>
 *   <li>{@code get-env} (everything): the order of the variables in the text, which is that in which the server's
 *       parent process wrote them; and {@code MEHARI_PROCESS}, the mark the gateway gives each process it starts:
 *       the one thing here that a server can tell a gateway by. Every other variable is compared
 *   <li>{@code get-resource-reference} (everything): the time of day in the resource's text, or in its blob
 *   <li>{@code toggle-simulated-logging} and {@code toggle-subscriber-updates} (everything, over HTTP): the name of the
 *       session, which the server gives each client anew
 *   <li>{@code get_current_time} (time): the time
 *   <li>{@code get_file_info} (filesystem): when the file was created and last accessed
 * </ul>
 */
final class SameAnswer {
    private static final Pattern TIME_OF_DAY = Pattern.compile("created at \\d{1,2}:\\d{2}:\\d{2}( [AP]M)?");
    private static final Pattern FILE_TIME = Pattern.compile("(?m)^(created|accessed): .*$");

    private static final Pattern TIMESTAMP = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}");
    private static final Pattern SESSION =
            Pattern.compile("(?i)session [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final String MARK = "MEHARI_PROCESS";

    private SameAnswer() {}

    /** A copy of the answer, in any of its forms, without what no two runs share. */
    static JsonNode of(InteropCall call, JsonNode answer) {
        return switch (call.tool()) {
            case "get-env" -> withoutMark(inTexts(answer, (field, text) -> sorted(text)));
            case "get-resource-reference" -> inTexts(answer, SameAnswer::withoutTimeOfDay);
            case "toggle-simulated-logging", "toggle-subscriber-updates" ->
                inTexts(answer, (field, text) -> SESSION.matcher(text).replaceAll("session NAME"));
            case "get_current_time" ->
                inTexts(answer, (field, text) -> TIMESTAMP.matcher(text).replaceAll("WHEN"));
            case "get_file_info" ->
                inTexts(answer, (field, text) -> FILE_TIME.matcher(text).replaceAll("$1: WHEN"));
            default -> answer;
        };
    }

    /** In the mcpo form the variables are the answer's own fields. */
    private static JsonNode withoutMark(JsonNode copy) {
        return copy instanceof ObjectNode variables ? variables.without(MARK) : copy;
    }

    private static String sorted(String variables) {
        try {
            Map<String, String> sorted = new TreeMap<>();
            Json.read(variables)
                    .properties()
                    .forEach(variable ->
                            sorted.put(variable.getKey(), variable.getValue().asText()));
            sorted.remove(MARK);
            return sorted.toString();
        } catch (JsonProcessingException e) {
            throw new AssertionError("get-env did not answer with JSON", e);
        }
    }

    private static String withoutTimeOfDay(String field, String text) {
        if (!field.equals("blob")) {
            return TIME_OF_DAY.matcher(text).replaceAll("created at WHEN");
        }
        String decoded = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        return TIME_OF_DAY.matcher(decoded).replaceAll("created at WHEN");
    }

    private static JsonNode inTexts(JsonNode answer, TextChange change) {
        if (answer instanceof TextNode alone) {
            return TextNode.valueOf(change.apply("text", alone.textValue()));
        }
        JsonNode copy = answer.deepCopy();
        copy.findParents("text").forEach(parent -> replace((ObjectNode) parent, "text", change));
        copy.findParents("blob").forEach(parent -> replace((ObjectNode) parent, "blob", change));
        copy.findParents("datetime").forEach(parent -> replace((ObjectNode) parent, "datetime", change));
        copy.findParents("content").forEach(parent -> replace((ObjectNode) parent, "content", change));
        return copy;
    }

    private static void replace(ObjectNode parent, String field, TextChange change) {
        if (parent.get(field) instanceof TextNode text) {
            parent.put(field, change.apply(field, text.textValue()));
        }
    }

    @FunctionalInterface
    private interface TextChange {
        String apply(String field, String text);
    }
}
