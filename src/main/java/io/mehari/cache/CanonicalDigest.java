package io.mehari.cache;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.text.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * SHA-256 over canonical JSON, fed piece by piece: neither the document nor a sorted copy of the tree is ever built.
 * For one thread and one digest.
 */
final class CanonicalDigest {
    private static final int BUFFER = 512;

    private final MessageDigest sha256 = Sha256.newDigest();
    private final byte[] buffer = new byte[BUFFER];
    private int length;

    /** One byte of punctuation. */
    void raw(char ascii) {
        put(ascii);
    }

    void value(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> array(node);
            case STRING -> text(node.textValue());
            case NUMBER -> ascii(CanonicalNumber.of(node));
            case BOOLEAN -> ascii(node.booleanValue() ? "true" : "false");
            case NULL, MISSING -> ascii("null");
            case BINARY, POJO -> bytes(Json.bytes(node));
        }
    }

    /**
     * A string in quotes. Only the quote and the escape itself are escaped: enough for no two documents to look the
     * same, which is all a digest needs. A lone surrogate keeps its three-byte form, so it stays distinct too.
     */
    void text(String text) {
        put('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                if (unit == '"' || unit == '\\') {
                    put('\\');
                }
                put(unit);
            } else if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                fourBytes(Character.toCodePoint(unit, text.charAt(++i)));
            } else {
                upToThreeBytes(unit);
            }
        }
        put('"');
    }

    byte[] finish() {
        flush();
        return sha256.digest();
    }

    private void object(JsonNode node) {
        put('{');
        boolean first = true;
        for (Map.Entry<String, JsonNode> member : sorted(node)) {
            if (!first) {
                put(',');
            }
            first = false;
            text(member.getKey());
            put(':');
            value(member.getValue());
        }
        put('}');
    }

    private static Iterable<Map.Entry<String, JsonNode>> sorted(JsonNode node) {
        if (node.size() < 2) {
            return node.properties();
        }
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
        Collections.sort(members, Map.Entry.comparingByKey());
        return members;
    }

    private void array(JsonNode node) {
        put('[');
        for (int i = 0; i < node.size(); i++) {
            if (i > 0) {
                put(',');
            }
            value(node.get(i));
        }
        put(']');
    }

    private void upToThreeBytes(char unit) {
        if (unit < 0x800) {
            put(0xC0 | (unit >> 6));
        } else {
            put(0xE0 | (unit >> 12));
            put(0x80 | ((unit >> 6) & 0x3F));
        }
        put(0x80 | (unit & 0x3F));
    }

    private void fourBytes(int codePoint) {
        put(0xF0 | (codePoint >> 18));
        put(0x80 | ((codePoint >> 12) & 0x3F));
        put(0x80 | ((codePoint >> 6) & 0x3F));
        put(0x80 | (codePoint & 0x3F));
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void bytes(byte[] bytes) {
        flush();
        sha256.update(bytes);
    }

    private void put(int octet) {
        if (length == BUFFER) {
            flush();
        }
        buffer[length++] = (byte) octet;
    }

    private void flush() {
        sha256.update(buffer, 0, length);
        length = 0;
    }
}
