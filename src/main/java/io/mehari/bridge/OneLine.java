package io.mehari.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;

/** Messages as a line has them. Stateless. */
final class OneLine {
    private OneLine() {}

    /** The bytes as they came, unless a line ends in them. */
    static byte[] of(byte[] bytes, JsonNode tree) {
        for (byte each : bytes) {
            if (each == '\n' || each == '\r') {
                return Json.bytes(tree);
            }
        }
        return bytes;
    }
}
