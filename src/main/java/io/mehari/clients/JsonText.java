package io.mehari.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mehari.clients.JsonOutline.Span;
import io.mehari.protocol.Json;
import java.util.List;

/**
 * Changes JSON texts where they have to be changed, and nowhere else: comments, order, indentation and trailing commas stay as
 * their owner wrote them. Stateless.
 */
final class JsonText {
    private static final ObjectReader READER =
            Json.MAPPER.reader().with(JsonReadFeature.ALLOW_JAVA_COMMENTS).with(JsonReadFeature.ALLOW_TRAILING_COMMA);

    private JsonText() {}

    /**
     * Reads a text, comments and trailing commas allowed.
     *
     * @throws JsonEditException naming line and column
     */
    static JsonNode read(String text) {
        try {
            return Json.read(READER, withoutMark(text));
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String place = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
            throw new JsonEditException(place + e.getOriginalMessage());
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The text with this value at this path, in place of one that is there. */
    static String put(String text, List<String> path, JsonNode value) {
        if (withoutMark(text).isBlank()) {
            return put("{\n}\n", path, value);
        }
        JsonNode tree = read(text);
        JsonOutline outline = JsonOutline.of(READER, text);
        int known = 0;
        while (known < path.size() && outline.has(path.subList(0, known + 1))) {
            known++;
            requireObject(tree, path, known);
        }
        requireObject(tree, path, known);
        Layout layout = Layout.of(text, outline.span(List.of()));
        if (known == path.size()) {
            Span old = outline.span(path);
            return text.substring(0, old.from())
                    + layout.render(value, layout.indentAt(old.from()))
                    + text.substring(old.to());
        }
        JsonNode nested = value;
        for (int i = path.size() - 1; i > known; i--) {
            nested = Json.object().set(path.get(i), nested);
        }
        String key = Json.text(Json.MAPPER.getNodeFactory().textNode(path.get(known)));
        return insert(text, outline.span(path.subList(0, known)), layout, key + ": ", nested);
    }

    private static void requireObject(JsonNode tree, List<String> path, int depth) {
        if (depth == path.size()) {
            return;
        }
        JsonNode at = tree;
        for (String step : path.subList(0, depth)) {
            at = at.path(step);
        }
        if (!at.isObject()) {
            throw new JsonEditException(
                    (depth == 0 ? "the whole" : String.join(".", path.subList(0, depth))) + " is no object {...}");
        }
    }

    /**
     * The text with this value at the end of the list at this path, unless one with the same key is there.
     *
     * @param key whose values are compared
     */
    static String append(String text, List<String> path, JsonNode value, String key) {
        JsonNode there = read(text);
        for (String step : path) {
            there = there.path(step);
        }
        if (there.isMissingNode()) {
            return put(text, path, Json.MAPPER.createArrayNode().add(value));
        }
        if (!(there instanceof ArrayNode list)) {
            throw new JsonEditException(String.join(".", path) + " is no list [...]");
        }
        if (list.valueStream().anyMatch(each -> each.path(key).equals(value.path(key)))) {
            return text;
        }
        JsonOutline outline = JsonOutline.of(READER, text);
        return insert(text, outline.span(path), Layout.of(text, outline.span(List.of())), "", value);
    }

    /** Behind the last member of an object or a list, or as its first. */
    private static String insert(String text, Span around, Layout layout, String key, JsonNode value) {
        String outer = layout.indentAt(around.from());
        boolean empty = around.lastMember() < 0;
        int at = empty ? around.from() + 1 : around.lastMember();
        String inner = empty ? outer + layout.unit() : layout.indentAt(around.firstMember());
        String member = layout.end() + inner + key + layout.render(value, inner);
        String rest = text.substring(at);
        boolean closes = empty
                && rest.stripLeading().startsWith(text.substring(around.to() - 1, around.to()))
                && !rest.substring(0, rest.length() - rest.stripLeading().length())
                        .contains("\n");
        return text.substring(0, at) + (empty ? "" : ",") + member + (closes ? layout.end() + outer : "") + rest;
    }

    /**
     * How a text is laid out.
     *
     * @param text the whole
     * @param unit one step of indentation
     * @param end of a line
     */
    private record Layout(String text, String unit, String end) {
        static Layout of(String text, Span root) {
            String end = text.contains("\r\n") ? "\r\n" : "\n";
            String first = root.firstMember() < 0 ? "" : indentAt(text, root.firstMember());
            return new Layout(text, first.isEmpty() ? "  " : first, end);
        }

        String indentAt(int position) {
            return indentAt(text, position);
        }

        private static String indentAt(String text, int position) {
            int from = text.lastIndexOf('\n', Math.max(0, position - 1)) + 1;
            int to = from;
            while (to < position && (text.charAt(to) == ' ' || text.charAt(to) == '\t')) {
                to++;
            }
            return text.substring(from, to);
        }

        String render(JsonNode value, String indent) {
            DefaultIndenter lines = new DefaultIndenter(unit, end);
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                    .withSeparators(
                            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
            printer.indentObjectsWith(lines);
            try {
                return Json.MAPPER.writer(printer).writeValueAsString(value).replace(end, end + indent);
            } catch (JsonProcessingException e) {
                throw new JsonEditException(e.getOriginalMessage());
            }
        }
    }
}
