package io.mehari.clients;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the values of a JSON text begin and end. Immutable. */
final class JsonOutline {
    private final Map<List<String>, Span> spans = new HashMap<>();

    private JsonOutline() {}

    /**
     * Where a value stands.
     *
     * @param from its first character
     * @param to behind its last
     * @param firstMember where the first member of an object or a list begins; -1 if there is none
     * @param lastMember behind the last one; -1 if there is none
     */
    record Span(int from, int to, int firstMember, int lastMember) {}

    /** Of a text that can be read; a mark before it counts as a character. */
    static JsonOutline of(ObjectReader reader, String text) {
        JsonOutline outline = new JsonOutline();
        int mark = text.startsWith("\uFEFF") ? 1 : 0;
        try (JsonParser parser = reader.createParser(text.substring(mark))) {
            parser.nextToken();
            outline.value(parser, List.of(), mark);
        } catch (IOException e) {
            throw new JsonEditException(String.valueOf(e.getMessage()));
        }
        return outline;
    }

    boolean has(List<String> path) {
        return spans.containsKey(path);
    }

    Span span(List<String> path) {
        return spans.get(path);
    }

    private void value(JsonParser parser, List<String> path, int mark) throws IOException {
        int from = start(parser, mark);
        int first = -1;
        int last = -1;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                first = first < 0 ? start(parser, mark) : first;
                List<String> below = new ArrayList<>(path);
                below.add(parser.currentName());
                parser.nextToken();
                value(parser, below, mark);
                last = end(parser, mark);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                first = first < 0 ? start(parser, mark) : first;
                List<String> below = new ArrayList<>(path);
                below.add("[]");
                value(parser, below, mark);
                last = end(parser, mark);
            }
        } else {
            parser.finishToken();
        }
        spans.put(path, new Span(from, end(parser, mark), first, last));
    }

    private static int start(JsonParser parser, int mark) {
        return (int) parser.currentTokenLocation().getCharOffset() + mark;
    }

    private static int end(JsonParser parser, int mark) {
        return (int) parser.currentLocation().getCharOffset() + mark;
    }
}
