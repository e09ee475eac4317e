package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
    /**
     * Writes a document.
     *
     * @param document the tree
     * @return without white space between tokens
     */
    static StoredDocument of(ObjectNode document) {
        byte[] bytes = Json.bytes(document);
        return new StoredDocument(
                bytes, '"' + HexFormat.of().formatHex(Sha256.newDigest().digest(bytes)) + '"');
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
