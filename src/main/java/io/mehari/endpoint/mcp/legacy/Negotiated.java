package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.protocol.McpProtocolVersion;

/**
 * What client and gateway have agreed on in {@code initialize}. Not changed afterwards.
 *
 * @param version of the session
 * @param capabilities what servers may ask the client for; to be read only
 */
record Negotiated(McpProtocolVersion version, ObjectNode capabilities) {
    /** Before {@code initialize}: nothing may be asked, and the version is the one that is assumed where none is said. */
    static final Negotiated NOTHING = new Negotiated(McpProtocolVersion.V2025_03_26, Json.object());

    private static final String ELICITATION = "elicitation";
    private static final String SAMPLING = "sampling";
    private static final String ROOTS = "roots";

    /**
     * Reads the params of {@code initialize}: a version that the gateway speaks holds, any other becomes the latest with
     * sessions. A request is never refused for its version.
     */
    static Negotiated of(JsonNode params) {
        String asked = params.path("protocolVersion").asText();
        McpProtocolVersion version = McpProtocolVersion.stateful(asked).orElse(McpProtocolVersion.LATEST_STATEFUL);
        return new Negotiated(version, usable(version, params.path("capabilities")));
    }

    /** Only what the version knows: a server of a later one must not rely on what the client will not understand. */
    private static ObjectNode usable(McpProtocolVersion version, JsonNode declared) {
        ObjectNode usable = Json.object();
        boolean latest = version.compareTo(McpProtocolVersion.LATEST_STATEFUL) >= 0;
        if (declared.path(ELICITATION).isObject() && version.compareTo(McpProtocolVersion.V2025_06_18) >= 0) {
            usable.set(ELICITATION, latest ? declared.get(ELICITATION) : Json.object());
        }
        if (declared.path(SAMPLING).isObject()) {
            usable.set(SAMPLING, latest ? declared.get(SAMPLING) : Json.object());
        }
        if (declared.path(ROOTS).isObject()) {
            boolean listChanged = declared.path(ROOTS).path("listChanged").asBoolean();
            usable.set(ROOTS, listChanged ? Json.object().put("listChanged", true) : Json.object());
        }
        return usable;
    }

    /** Whether the client may be asked by this method. */
    boolean offers(String method) {
        return switch (method) {
            case McpMethod.ELICITATION_CREATE -> capabilities.has(ELICITATION);
            case McpMethod.SAMPLING_CREATE_MESSAGE -> capabilities.has(SAMPLING);
            case McpMethod.ROOTS_LIST -> capabilities.has(ROOTS);
            default -> false;
        };
    }

    /** Whether clients of the version take up streams whose end they did not see (MCP 2025-11-25). */
    boolean hasPolling() {
        return version.compareTo(McpProtocolVersion.LATEST_STATEFUL) >= 0;
    }

    /** Whether several messages may come in one array. */
    boolean hasBatches() {
        return version.equals(McpProtocolVersion.V2025_03_26);
    }
}
