package io.mehari.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The error object of a JSON-RPC 2.0 response (section 5.1) as a view of its tree. Lenient where servers are inexact:
 * a code such as {@code -32602.0} or {@code "-32602"} counts as the number. Immutable as long as the tree is.
 *
 * @param tree the error object; not copied, to be read only
 */
public record JsonRpcError(ObjectNode tree) {
    /** Longest message kept, in characters. */
    public static final int MAX_MESSAGE = 8 * 1024;

    /** Longest data kept as the tree it is, in characters of its JSON; of more, {@link #MAX_MESSAGE} are kept as text. */
    public static final int MAX_DATA = 64 * 1024;

    private static final int MAX_CODE = 64;

    /**
     * The code.
     *
     * @return empty if it is no number of 32 bits
     */
    public OptionalInt code() {
        JsonNode code = tree.path("code");
        if (code.isTextual() && code.textValue().length() <= MAX_CODE) {
            try {
                return OptionalInt.of(Integer.parseInt(code.textValue().trim()));
            } catch (NumberFormatException e) {
                return OptionalInt.empty();
            }
        }
        if (code.isIntegralNumber()) {
            return code.canConvertToInt() ? OptionalInt.of(code.intValue()) : OptionalInt.empty();
        }
        return code.isBigDecimal() ? whole(code.decimalValue()) : OptionalInt.empty();
    }

    /** Looks at the size of a number before it looks at its digits: an exponent may stand for a billion of them. */
    private static OptionalInt whole(BigDecimal value) {
        if (value.signum() != 0 && (value.precision() - (long) value.scale() > 10 || value.scale() > MAX_CODE)) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(value.signum() == 0 ? 0 : value.intValueExact());
        } catch (ArithmeticException e) {
            return OptionalInt.empty();
        }
    }

    /**
     * The server's sentence.
     *
     * @return an empty string if it gave none
     */
    public String message() {
        JsonNode message = tree.path("message");
        return message.isValueNode() && !message.isNull() ? message.asText() : "";
    }

    /**
     * What the server added.
     *
     * @return empty if there is none, or null
     */
    public Optional<JsonNode> data() {
        return tree.hasNonNull("data") ? Optional.of(tree.get("data")) : Optional.empty();
    }

    /**
     * The error with texts of a bounded length, cut where one can see it.
     *
     * @return this error if all of it is short; else a new one of code, message and data
     */
    public JsonRpcError bounded() {
        if (Cut.of(tree, MAX_MESSAGE).whole()) {
            return this;
        }
        ObjectNode bounded = Json.object();
        OptionalInt code = code();
        if (code.isPresent()) {
            bounded.put("code", code.getAsInt());
        } else if (tree.has("code")) {
            bounded.put("code", Cut.of(tree.get("code"), MAX_CODE).text());
        }
        bounded.put("message", cut(message()));
        data().ifPresent(data -> bounded.set("data", boundedData(data)));
        return new JsonRpcError(bounded);
    }

    private static JsonNode boundedData(JsonNode data) {
        if (data.isTextual()) {
            return data.textValue().length() <= MAX_DATA ? data : bounded(cut(data.textValue()));
        }
        return Cut.of(data, MAX_DATA).whole()
                ? data
                : bounded(Cut.of(data, MAX_MESSAGE).text());
    }

    private static JsonNode bounded(String text) {
        return Json.MAPPER.getNodeFactory().textNode(text);
    }

    private static String cut(String text) {
        return text.length() <= MAX_MESSAGE ? text : Cut.at(text, MAX_MESSAGE);
    }

    /**
     * The beginning of a tree's JSON.
     *
     * @param text JSON, or its beginning and a mark
     * @param whole whether nothing is missing
     */
    private record Cut(String text, boolean whole) {
        private static final String MARK = "... (cut by the gateway)";

        static Cut of(JsonNode tree, int limit) {
            Beginning beginning = new Beginning(limit);
            try {
                Json.MAPPER.writeValue(beginning, tree);
                return new Cut(beginning.text.toString(), true);
            } catch (IOException e) { // over the limit: writing ends there, however large the tree
                return new Cut(at(beginning.text, limit), false);
            }
        }

        static String at(CharSequence text, int limit) {
            int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
            return text.subSequence(0, end) + MARK;
        }
    }

    private static final class Beginning extends Writer {
        private final StringBuilder text = new StringBuilder();
        private final int limit;

        Beginning(int limit) {
            this.limit = limit;
        }

        @Override
        public void write(char[] buffer, int offset, int length) throws IOException {
            int room = Math.min(length, limit + 1 - text.length());
            text.append(buffer, offset, room);
            if (text.length() > limit) {
                throw new IOException("over the limit");
            }
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing to close
        }
    }
}
