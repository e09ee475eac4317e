package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mehari.protocol.Json;
import io.mehari.text.Sha256;
import java.util.HexFormat;

/**
 * A document as it is sent.
 *
 * @param bytes JSON in UTF-8; not to be changed
 * @param tag its entity tag (RFC 9110, section 8.8.3), in quotes: the SHA-256 of the bytes
 */
record StoredDocument(byte[] bytes, String tag) {
    private static final int REPLACEMENT = 0xFFFD;

    /**
     * Writes a document.
     *
     * @param document the tree
     * @return without white space between tokens; with U+FFFD for halves of surrogate pairs, which many parsers refuse
     */
    static StoredDocument of(ObjectNode document) {
        byte[] written = Json.bytes(document);
        byte[] bytes = mayHaveHalves(written) ? Json.bytes(withoutHalves(document)) : written;
        return new StoredDocument(
                bytes, '"' + HexFormat.of().formatHex(Sha256.newDigest().digest(bytes)) + '"');
    }

    /** Half a surrogate pair is written as an escape that begins with d. */
    private static boolean mayHaveHalves(byte[] json) {
        for (int i = 2; i < json.length; i++) {
            if ((json[i] == 'D' || json[i] == 'd') && json[i - 1] == 'u' && json[i - 2] == '\\') {
                return true;
            }
        }
        return false;
    }

    private static JsonNode withoutHalves(JsonNode node) {
        if (node.isTextual()) {
            return TextNode.valueOf(withoutHalves(node.textValue()));
        }
        if (node.isObject()) {
            ObjectNode object = Json.object();
            node.properties()
                    .forEach(member -> object.set(withoutHalves(member.getKey()), withoutHalves(member.getValue())));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = Json.MAPPER.createArrayNode();
            node.forEach(element -> array.add(withoutHalves(element)));
            return array;
        }
        return node;
    }

    private static String withoutHalves(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> whole.appendCodePoint(Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c));
        return whole.toString();
    }

    /**
     * Whether a client has this document already (RFC 9110, section 13.1.2).
     *
     * @param ifNoneMatch the header, or null
     * @return true if it names this tag, as a weak one too, or any
     */
    boolean isKnownBy(String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String given : ifNoneMatch.split(",")) {
            String known = given.strip();
            if (known.equals("*") || known.equals(tag) || known.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }
}
