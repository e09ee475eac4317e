package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Estimates how many bytes a JSON tree takes once it is encoded, by walking it and writing nothing. The walk ends as
 * soon as the estimate is over a limit, so that a huge tree costs no more than the largest one that may wait. For one
 * thread and one tree.
 */
public final class JsonSize {
    /** Deeper trees are refused when they are encoded. */
    private static final int MAX_DEPTH = 1_000;

    private static final int PUNCTUATION = 2;
    private static final int ESCAPED = 2;
    private static final int ESCAPED_BY_NUMBER = 6;
    private static final int HALF_OF_PAIR = 2;
    private static final int FRACTION = 16;
    private static final int BITS_PER_DIGIT = 3;

    private final long limit;
    private long bytes;

    private JsonSize(long limit) {
        this.limit = limit;
    }

    /**
     * The size of a tree.
     *
     * @param tree not changed meanwhile
     * @param limit bytes at which the walk ends
     * @return bytes, about; any number over the limit if it takes more than the limit
     */
    public static long of(JsonNode tree, long limit) {
        JsonSize size = new JsonSize(limit);
        size.add(tree, 0);
        return size.bytes;
    }

    private void add(JsonNode node, int depth) {
        bytes += PUNCTUATION;
        if (bytes > limit || depth > MAX_DEPTH) {
            return;
        }
        switch (node.getNodeType()) {
            case OBJECT -> addMembers(node, depth);
            case ARRAY -> addElements(node, depth);
            case STRING -> addText(node.textValue());
            case NUMBER -> addNumber(node);
            case BOOLEAN, NULL, MISSING, BINARY, POJO -> addText(node.asText());
        }
    }

    private void addMembers(JsonNode node, int depth) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (bytes > limit) {
                return;
            }
            bytes += PUNCTUATION + PUNCTUATION;
            addText(member.getKey());
            add(member.getValue(), depth + 1);
        }
    }

    private void addElements(JsonNode node, int depth) {
        for (int i = 0; i < node.size() && bytes <= limit; i++) {
            add(node.get(i), depth + 1);
        }
    }

    private void addText(String text) {
        for (int i = 0; i < text.length() && bytes <= limit; i++) {
            bytes += bytesOf(text.charAt(i));
        }
    }

    private static int bytesOf(char c) {
        if (c < ' ') {
            return ESCAPED_BY_NUMBER;
        }
        if (Character.isSurrogate(c)) {
            return HALF_OF_PAIR;
        }
        if (c < 0x80) {
            return c == '"' || c == '\\' ? ESCAPED : 1;
        }
        return c < 0x800 ? 2 : 3;
    }

    private void addNumber(JsonNode node) {
        if (node.isBigDecimal()) {
            bytes += FRACTION + node.decimalValue().unscaledValue().bitLength() / BITS_PER_DIGIT;
        } else if (node.isBigInteger()) {
            bytes += node.bigIntegerValue().bitLength() / BITS_PER_DIGIT;
        } else {
            bytes += node.asText().length();
        }
    }
}
