package io.mehari.bridge;

import io.mehari.protocol.HeaderText;
import io.mehari.protocol.McpMethod;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a request of the modern era says of itself in headers (MCP 2026-07-28, transports). Stateless. */
final class ModernHeaders {
    /** Methods by the parameter that is repeated as the name. */
    private static final Map<String, String> NAMED_BY = Map.of(
            McpMethod.TOOLS_CALL,
            "name",
            "prompts/get",
            "name",
            "resources/read",
            "uri",
            "tasks/get",
            "taskId",
            "tasks/update",
            "taskId",
            "tasks/cancel",
            "taskId");

    private ModernHeaders() {}

    /**
     * The headers of a message.
     *
     * @param message of the modern era
     * @param tools what is known of tools
     * @return names and values
     */
    static Map<String, String> of(ClientMessage message, ToolHeaders tools) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("MCP-Protocol-Version", message.modernVersion().orElse(""));
        headers.put("Mcp-Method", message.method());
        String name = NAMED_BY.get(message.method());
        if (name != null && message.params().path(name).isValueNode()) {
            headers.put(
                    "Mcp-Name", HeaderText.encode(message.params().path(name).asText()));
        }
        if (McpMethod.TOOLS_CALL.equals(message.method())) {
            headers.putAll(tools.of(message.params()));
        }
        return headers;
    }
}
