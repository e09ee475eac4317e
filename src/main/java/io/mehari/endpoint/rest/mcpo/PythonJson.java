package io.mehari.endpoint.rest.mcpo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.mehari.protocol.Json;

/** JSON as Python reads it, and texts as it shows them. Stateless. */
public final class PythonJson {
    private static final ObjectReader READER = Json.MAPPER.reader().with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS);

    private static final String EXPECTING = "Expecting value";

    private PythonJson() {}

    /**
     * Reads JSON in which {@code NaN} and {@code Infinity} are numbers.
     *
     * @param text what Python's {@code json.loads} is given
     * @return a missing node if the text is blank
     * @throws JsonProcessingException if the text is nothing that Python would take, or breaks a limit of the gateway
     */
    public static JsonNode read(String text) throws JsonProcessingException {
        return Json.read(READER, text);
    }

    /**
     * What Python says about a text that is no JSON, for the mistakes that people make.
     *
     * @param text what was to be read
     * @param at where reading ended
     * @param message of the parser
     * @return one of Python's messages
     */
    public static String error(String text, int at, String message) {
        if (message.contains("double-quote to start field name")) {
            return "Expecting property name enclosed in double quotes";
        }
        if (message.contains("colon to separate")) {
            return "Expecting ':' delimiter";
        }
        if (message.contains("comma to separate")) {
            return "Expecting ',' delimiter";
        }
        try {
            return read(text.substring(0, Math.min(at, text.length()))).isMissingNode() ? EXPECTING : "Extra data";
        } catch (JsonProcessingException e) {
            return EXPECTING;
        }
    }

    /**
     * A text as Python writes it into messages.
     *
     * @param text any text
     * @return in quotes, with escapes
     */
    public static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder quoted = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\\' -> quoted.append("\\\\");
                default -> append(quoted, c, quote);
            }
        });
        return quoted.append(quote).toString();
    }

    private static void append(StringBuilder quoted, int c, char quote) {
        if (c == quote) {
            quoted.append('\\').append(quote);
        } else if (c >= ' ' && c != 0x7F && isShown(c)) {
            quoted.appendCodePoint(c);
        } else {
            quoted.append(String.format(c <= 0xFF ? "\\x%02x" : c <= 0xFFFF ? "\\u%04x" : "\\U%08x", c));
        }
    }

    /** Characters that Python calls printable. */
    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
