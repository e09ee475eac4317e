package io.mehari.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;

/** What an MCP server with one tool answers (MCP 2025-06-18). Stateless. */
final class McpAnswers {
    /** The only tool. */
    static final String TOOL = "look";

    private McpAnswers() {}

    /**
     * The answer to a request.
     *
     * @param request with an id
     * @return one whole JSON-RPC message
     */
    static ObjectNode to(JsonNode request) {
        ObjectNode answer = Json.object().put("jsonrpc", "2.0");
        answer.set("id", request.get("id"));
        answer.set("result", result(request.path("method").asText()));
        return answer;
    }

    private static ObjectNode result(String method) {
        ObjectNode result = Json.object();
        switch (method) {
            case "initialize" -> {
                result.put("protocolVersion", "2025-06-18");
                result.putObject("capabilities").putObject("tools");
                result.putObject("serverInfo").put("name", "demo").put("version", "1");
            }
            case "tools/list" -> {
                ObjectNode tool = result.putArray("tools").addObject().put("name", TOOL);
                tool.put("description", "Looks and changes nothing");
                tool.putObject("inputSchema").put("type", "object");
            }
            case "tools/call" ->
                result.putArray("content").addObject().put("type", "text").put("text", "seen");
            default -> {
                // ping and the like: an empty result.
            }
        }
        return result;
    }
}
