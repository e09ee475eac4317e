package io.mehari.endpoint.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.legacy.LegacyEra;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.endpoint.mcp.message.McpHandler;
import io.mehari.endpoint.mcp.modern.ModernEra;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.mehari.protocol.McpProtocolVersion;
import java.util.function.Function;

/**
 * Tells which era a request belongs to: its body decides by the key of {@code _meta} that every modern message has, the
 * header only confirms it (MCP 2026-07-28, versioning). Immutable.
 *
 * @param legacy serves versions up to 2025-11-25
 * @param modern serves versions from 2026-07-28 on
 */
record Eras(McpHandler legacy, McpHandler modern) implements Function<McpExchange, McpHandler> {
    /** By which a message claims to be modern. */
    static final String CLAIM = "io.modelcontextprotocol/protocolVersion";

    private static final String VERSION_HEADER = "mcp-protocol-version";

    @Override
    public McpHandler apply(McpExchange exchange) {
        JsonNode body = exchange.body();
        if (body.isMissingNode()) {
            return legacy; // GET and DELETE are about sessions
        }
        boolean modernHeader = isModern(exchange.request().header(VERSION_HEADER));
        if (body.isArray()) {
            return batch(body);
        }
        JsonRpcMessage message = JsonRpcMessage.of((ObjectNode) body);
        return switch (message.kind()) {
            case REQUEST -> request(message, modernHeader);
            case NOTIFICATION -> claims(body) || modernHeader ? modern : legacy;
            case RESPONSE, ERROR_RESPONSE -> legacy; // only sessions have questions to clients
            case INVALID ->
                throw McpErrorException.badRequest(
                        ErrorCode.INVALID_REQUEST, "The body is not a JSON-RPC message: it has no method", null);
        };
    }

    /**
     * The instance that has what a request is about: a call that waits for its client, or a session.
     *
     * @return null if that is none
     */
    static String ownerOf(McpExchange exchange, ModernEra modern) {
        return claims(exchange.body()) ? modern.ownerOf(exchange.body()) : LegacyEra.ownerOf(exchange.request());
    }

    private McpHandler batch(JsonNode batch) {
        for (JsonNode element : batch) {
            if (claims(element)) {
                throw McpErrorException.badRequest(
                        ErrorCode.INVALID_REQUEST, "Version 2026-07-28 has no batches: send one message", null);
            }
        }
        return legacy;
    }

    private McpHandler request(JsonRpcMessage message, boolean modernHeader) {
        if (claims(message.tree())) {
            return modern;
        }
        return modernHeader && !message.method().equals(McpMethod.INITIALIZE) ? modern : legacyUnless(modernHeader);
    }

    private McpHandler legacyUnless(boolean modernHeader) {
        if (modernHeader) {
            throw McpErrorException.badRequest(
                    ErrorCode.HEADER_MISMATCH,
                    "initialize belongs to versions up to 2025-11-25, but the header MCP-Protocol-Version names a later"
                            + " one",
                    null);
        }
        return legacy;
    }

    private static boolean claims(JsonNode message) {
        return message.path("params").path("_meta").has(CLAIM);
    }

    private static boolean isModern(String version) {
        return version != null && version.strip().compareTo(McpProtocolVersion.FIRST_STATELESS.value()) >= 0;
    }
}
