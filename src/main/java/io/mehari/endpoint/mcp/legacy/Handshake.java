package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;

/** What {@code initialize} is answered with (MCP 2025-11-25, lifecycle). Stateless. */
final class Handshake {
    private Handshake() {}

    /**
     * Whether a request can begin a session.
     *
     * @throws McpErrorException if not
     */
    static void check(JsonRpcMessage initialize) {
        JsonNode id = initialize.id();
        if (!id.isTextual() && !id.isNumber()) {
            throw McpErrorException.badRequest(
                    ErrorCode.INVALID_REQUEST, "The id of a request must be a text or a number", null);
        }
        if (!initialize.params().isObject()) {
            throw McpErrorException.invalidParams(
                    "params are missing: initialize needs protocolVersion, capabilities and clientInfo");
        }
    }

    /**
     * Agrees with the client.
     *
     * @param about what the view can do; used, not copied
     * @return the result
     */
    static ObjectNode agree(Session session, JsonRpcMessage initialize, ObjectNode about) {
        Negotiated agreed = Negotiated.of(initialize.params());
        session.agree(agreed);
        ObjectNode result =
                Json.object().put("protocolVersion", agreed.version().value());
        result.setAll(about);
        return result;
    }
}
