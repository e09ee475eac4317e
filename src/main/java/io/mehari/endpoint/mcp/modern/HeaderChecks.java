package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.HeaderText;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.protocol.McpProtocolVersion;
import java.util.List;
import java.util.Map;

/**
 * Checks that the headers of a request say what its body says (MCP 2026-07-28, transports): what comes first in the order of
 * checks is what the client is told. Stateless.
 */
final class HeaderChecks {
    private static final String VERSION = "MCP-Protocol-Version";
    private static final String METHOD = "Mcp-Method";
    private static final String NAME = "Mcp-Name";

    /** Where the value of the header {@code Mcp-Name} stands in the params. */
    private static final Map<String, String> NAMED =
            Map.of(McpMethod.TOOLS_CALL, "name", McpMethod.PROMPTS_GET, "name", McpMethod.RESOURCES_READ, "uri");

    private HeaderChecks() {}

    /**
     * Checks one request.
     *
     * @throws McpErrorException 400 and -32020 for headers that differ or are missing, -32022 for another version
     */
    static void check(ModernRequest request) {
        Request received = request.exchange().request();
        String version = single(received, VERSION);
        String method = single(received, METHOD);
        agree(VERSION, version, request.envelope().version());
        agree(METHOD, method, request.method());
        supported(request.envelope().version());
        require(VERSION, version);
        require(METHOD, method);
        name(received, request);
    }

    private static void name(Request received, ModernRequest request) {
        String field = NAMED.get(request.method());
        JsonNode name =
                field == null ? Json.object().path("") : request.params().path(field);
        if (!name.isTextual()) {
            return; // whoever serves the method says what is missing
        }
        String header = single(received, NAME);
        require(NAME, header);
        agree(NAME, decoded(NAME, header), name.textValue());
    }

    private static void supported(String version) {
        if (!version.equals(McpProtocolVersion.FIRST_STATELESS.value())) {
            ObjectNode data = Json.object();
            data.putArray("supported").add(McpProtocolVersion.FIRST_STATELESS.value());
            data.put("requested", version);
            throw McpErrorException.badRequest(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "Version " + shown(version) + " of the protocol is not served in this way: use "
                            + McpProtocolVersion.FIRST_STATELESS,
                    data);
        }
    }

    /**
     * The value of a header that may be there once.
     *
     * @return without white space around it; all values where there are several, which agree with nothing; null if none
     */
    static String single(Request request, String header) {
        List<String> values = request.headers(header);
        return values.isEmpty() ? null : String.join(", ", values).strip();
    }

    /**
     * What a header says.
     *
     * @throws McpErrorException if it cannot be decoded
     */
    static String decoded(String header, String value) {
        try {
            return HeaderText.decode(value);
        } catch (IllegalArgumentException e) {
            throw mismatch("The header " + header + " cannot be read: " + e.getMessage());
        }
    }

    private static void agree(String header, String value, String body) {
        if (value != null && !value.equals(body)) {
            throw mismatch("The header " + header + " says " + shown(value) + ", but the body says " + shown(body));
        }
    }

    private static void require(String header, String value) {
        if (value == null) {
            throw mismatch("The header " + header + " is missing: it must say what the body says");
        }
    }

    static McpErrorException mismatch(String message) {
        return McpErrorException.badRequest(ErrorCode.HEADER_MISMATCH, message, null);
    }

    private static String shown(String text) {
        int longest = 200;
        return '"' + (text.length() <= longest ? text : text.substring(0, longest) + "...") + '"';
    }
}
