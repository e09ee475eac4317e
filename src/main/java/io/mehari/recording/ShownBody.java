package io.mehari.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.redaction.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/**
 * A body as it may be shown: without secrets, as text, of bounded length. Nothing is consumed: of what can be read only once
 * the name of its class is shown.
 *
 * @param text JSON with line ends, or what it is
 * @param cut whether there was more
 */
record ShownBody(String text, boolean cut) {
    /** Longest text, in characters. */
    static final int LONGEST = 8 * 1024;

    static ShownBody of(Object body, Redaction redaction) {
        if (body == null) {
            return new ShownBody("", false);
        }
        if (body instanceof JsonNode tree) {
            return cut(pretty(redaction.copy(tree)));
        }
        if (body instanceof Map || body instanceof Collection || body instanceof Number || body instanceof Boolean) {
            return tree(body, redaction);
        }
        if (body instanceof CharSequence text) {
            return cut(redaction.text(first(text.toString())), text.length() > LONGEST);
        }
        if (body instanceof byte[] bytes) {
            byte[] first = Arrays.copyOf(bytes, Math.min(bytes.length, LONGEST));
            return cut(redaction.text(new String(first, StandardCharsets.UTF_8)), bytes.length > LONGEST);
        }
        return new ShownBody("[" + body.getClass().getName() + "]", false);
    }

    private static ShownBody tree(Object body, Redaction redaction) {
        try {
            return cut(pretty(redaction.copy(Json.MAPPER.valueToTree(body))));
        } catch (IllegalArgumentException e) { // has something in it that is no JSON
            return new ShownBody("[" + body.getClass().getName() + "]", false);
        }
    }

    private static String pretty(JsonNode tree) {
        try {
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            return Json.text(tree);
        }
    }

    private static ShownBody cut(String text) {
        return cut(text, false);
    }

    private static ShownBody cut(String text, boolean already) {
        return new ShownBody(first(text), already || text.length() > LONGEST);
    }

    private static String first(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
