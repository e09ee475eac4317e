package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.JsonRpcMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * What every request of the modern era says of itself in {@code params._meta} (MCP 2026-07-28, base protocol).
 *
 * @param version of the protocol
 * @param capabilities of the client, for this request only; to be read only
 * @param logLevel least severe log message that the client wants; null for none
 * @param progressToken under which it wants progress; a missing node for none
 */
record Envelope(String version, ObjectNode capabilities, String logLevel, JsonNode progressToken) {
    /** What the keys of {@code _meta} begin with that the protocol keeps for itself. */
    static final String RESERVED = "io.modelcontextprotocol/";

    /** Key of {@code _meta}: what the server says of itself. */
    static final String SERVER_INFO = RESERVED + "serverInfo";

    /** Key of {@code _meta}: the listen request that a notification belongs to. */
    static final String SUBSCRIPTION_ID = RESERVED + "subscriptionId";

    private static final String VERSION = RESERVED + "protocolVersion";
    private static final String CAPABILITIES = RESERVED + "clientCapabilities";
    private static final String LOG_LEVEL = RESERVED + "logLevel";
    private static final String PROGRESS_TOKEN = "progressToken";

    /**
     * Reads the envelope of a request.
     *
     * @throws McpErrorException 400 and -32602 if it is not complete
     */
    static Envelope of(JsonRpcMessage message) {
        JsonNode meta = message.params().path("_meta");
        List<String> missing = new ArrayList<>();
        if (!meta.path(VERSION).isTextual()) {
            missing.add(VERSION + " (a string)");
        }
        if (!meta.path(CAPABILITIES).isObject()) {
            missing.add(CAPABILITIES + " (an object)");
        }
        if (!missing.isEmpty()) {
            throw incomplete("params._meta must have " + String.join(" and ", missing)
                    + ": every request of version 2026-07-28 carries them");
        }
        return new Envelope(
                meta.path(VERSION).textValue(),
                (ObjectNode) meta.path(CAPABILITIES),
                logLevel(meta.path(LOG_LEVEL)),
                progressToken(meta.path(PROGRESS_TOKEN)));
    }

    private static String logLevel(JsonNode level) {
        if (level.isMissingNode() || level.isTextual() && LogSeverity.isKnown(level.textValue())) {
            return level.textValue();
        }
        throw incomplete("params._meta[\"" + LOG_LEVEL + "\"] must be one of " + LogSeverity.known());
    }

    private static JsonNode progressToken(JsonNode token) {
        if (token.isMissingNode() || token.isTextual() || token.isNumber()) {
            return token;
        }
        throw incomplete("params._meta.progressToken must be a string or a number");
    }

    private static McpErrorException incomplete(String message) {
        return McpErrorException.badRequest(ErrorCode.INVALID_PARAMS, message, null);
    }
}
