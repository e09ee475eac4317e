package io.mehari.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Estimates the memory of a JSON tree by walking it once. Stops as soon as the estimate is over a limit, so that a
 * huge tree costs no more than the largest one that is kept. For one thread and one tree.
 */
public final class TreeWeight {
    /** A node with its object header and its place in the parent. */
    private static final int NODE = 32;

    /** A string's object, its array and their headers. */
    private static final int STRING = 48;

    private static final int MEMBER = 40;

    private final long limit;
    private long bytes;

    private TreeWeight(long limit) {
        this.limit = limit;
    }

    /**
     * Bytes that a tree takes, about.
     *
     * @param tree not changed
     * @param limit of interest to the caller
     * @return any number over the limit if it takes more than the limit
     */
    public static long of(JsonNode tree, long limit) {
        TreeWeight weight = new TreeWeight(limit);
        weight.add(tree);
        return weight.bytes;
    }

    private void add(JsonNode node) {
        bytes += NODE;
        if (bytes > limit) {
            return;
        }
        switch (node.getNodeType()) {
            case OBJECT -> addMembers(node);
            case ARRAY -> addElements(node);
            case STRING -> addText(node.textValue());
            case NUMBER -> addNumber(node);
            case BINARY, POJO -> addText(node.asText());
            case BOOLEAN, NULL, MISSING -> {}
        }
    }

    private void addMembers(JsonNode node) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (bytes > limit) {
                return;
            }
            bytes += MEMBER;
            addText(member.getKey());
            add(member.getValue());
        }
    }

    private void addElements(JsonNode node) {
        for (int i = 0; i < node.size() && bytes <= limit; i++) {
            add(node.get(i));
        }
    }

    /** One byte a character, or two if any is beyond Latin-1: the way the Java platform keeps strings. */
    private void addText(String text) {
        bytes += STRING + text.length();
        if (bytes <= limit && !isLatin1(text)) {
            bytes += text.length();
        }
    }

    private static boolean isLatin1(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return false;
            }
        }
        return true;
    }

    private void addNumber(JsonNode node) {
        if (node.isBigDecimal()) {
            bytes += NODE + node.decimalValue().unscaledValue().bitLength() / 8;
        } else if (node.isBigInteger()) {
            bytes += NODE + node.bigIntegerValue().bitLength() / 8;
        }
    }
}
