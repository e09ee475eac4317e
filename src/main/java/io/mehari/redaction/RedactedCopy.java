package io.mehari.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mehari.protocol.Json;
import java.util.Map;

/**
 * Copies a JSON tree without its secrets, up to a number of characters of JSON text. What does not fit is left out,
 * and {@value #CUT} stands in its place. For one thread and one tree.
 */
final class RedactedCopy {
    /** Marks what was left out: the end of a text, an element, or the name of a member. */
    static final String CUT = "[cut]";

    /** Quotes, colon and comma of a member. */
    private static final int PUNCTUATION = 4;

    private final Redaction redaction;
    private int left;

    RedactedCopy(Redaction redaction, int maxCharacters) {
        this.redaction = redaction;
        this.left = maxCharacters;
    }

    JsonNode of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> object(value);
            case ARRAY -> array(value);
            case STRING -> text(value.textValue());
            case BINARY, POJO -> text(value.asText());
            case NUMBER, BOOLEAN, NULL, MISSING -> plain(value);
        };
    }

    private ObjectNode object(JsonNode value) {
        ObjectNode copy = Json.object();
        left -= PUNCTUATION;
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String name = member.getKey();
            left -= written(name) + PUNCTUATION;
            if (left <= 0) {
                return copy.put(CUT, true);
            }
            JsonNode each = member.getValue();
            copy.set(name, redaction.isSecret(name, each) ? secret() : of(each));
        }
        return copy;
    }

    private ArrayNode array(JsonNode value) {
        ArrayNode copy = Json.MAPPER.createArrayNode();
        left -= PUNCTUATION;
        for (JsonNode element : value) {
            if (left <= 0) {
                return copy.add(CUT);
            }
            copy.add(of(element));
        }
        return copy;
    }

    private JsonNode secret() {
        left -= Redaction.REDACTED.length() + PUNCTUATION;
        return TextNode.valueOf(Redaction.REDACTED);
    }

    /** Cuts before it replaces: work is bounded, and the patterns know the beginnings of secrets too. */
    private JsonNode text(String value) {
        int end = fitting(value);
        String clean = redaction.text(value.substring(0, end));
        left -= written(clean) + PUNCTUATION;
        return TextNode.valueOf(end < value.length() ? clean + CUT : clean);
    }

    private JsonNode plain(JsonNode value) {
        left -= value.asText().length() + 1;
        return value;
    }

    /** How many characters of the text fit into what is left. */
    private int fitting(String value) {
        int room = left;
        int end = 0;
        while (end < value.length() && (room -= written(value.charAt(end))) >= 0) {
            end++;
        }
        return end;
    }

    private static int written(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            length += written(text.charAt(i));
        }
        return length;
    }

    /** Length of the character in JSON text. */
    private static int written(char unit) {
        if (unit < ' ') {
            return 6;
        }
        return unit == '"' || unit == '\\' ? 2 : 1;
    }
}
