package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Runs the methods that both eras have. Safe for concurrent use. */
public final class McpMethods {
    private static final String SEPARATOR = "__";

    private final ToolCatalog catalog;
    private final BiFunction<ToolCall, CallControl, CompletableFuture<ToolCallResult>> pipeline;

    /**
     * Methods over what the gateway offers.
     *
     * @param catalog all tools
     * @param pipeline runs tool calls
     */
    public McpMethods(
            ToolCatalog catalog, BiFunction<ToolCall, CallControl, CompletableFuture<ToolCallResult>> pipeline) {
        this.catalog = catalog;
        this.pipeline = pipeline;
    }

    /**
     * Runs one method.
     *
     * @param call what is asked for
     * @return ends with the {@code result} object of the legacy era, not to be changed; exceptionally with an {@link
     *     McpErrorException}
     */
    public CompletableFuture<ObjectNode> run(McpCall call) {
        try {
            return switch (call.method()) {
                case McpMethod.TOOLS_LIST -> CompletableFuture.completedFuture(tools(call));
                case McpMethod.TOOLS_CALL -> callTool(call);
                default ->
                    throw McpErrorException.inBand(
                            ErrorCode.METHOD_NOT_FOUND, "There is no method " + call.method(), null);
            };
        } catch (McpErrorException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * What a view offers, as {@code capabilities} of a server.
     *
     * @param view what the client sees
     * @return a new object
     */
    public ObjectNode capabilities(McpView view) {
        ObjectNode capabilities = Json.object();
        capabilities.putObject("tools");
        return capabilities;
    }

    /**
     * What models are told about a view.
     *
     * @param view what the client sees
     * @return empty if nothing
     */
    public Optional<String> instructions(McpView view) {
        return Optional.empty();
    }

    /**
     * What the gateway says of itself.
     *
     * @return a new object
     */
    public ObjectNode serverInfo() {
        return Json.object().put("name", "mehari").put("version", "0");
    }

    /**
     * A tool as clients see it.
     *
     * @param view what the client sees
     * @param name of the tool there
     * @return empty if there is none
     */
    public Optional<Tool> tool(McpView view, String name) {
        int end = name.indexOf(SEPARATOR);
        if (view.isServer()) {
            return catalog.find(view.name(), name);
        }
        return end < 0
                ? Optional.empty()
                : catalog.find(name.substring(0, end), name.substring(end + SEPARATOR.length()));
    }

    private ObjectNode tools(McpCall call) {
        ObjectNode result = Json.object();
        ArrayNode tools = result.putArray("tools");
        McpView view = call.view();
        List<Tool> shown = view.isServer() ? catalog.tools(view.name()) : catalog.tools();
        for (Tool tool : shown) {
            if (view.isServer()) {
                tools.add(tool.definition());
            } else {
                ObjectNode renamed = Json.object();
                renamed.setAll(tool.definition());
                renamed.put("name", tool.server() + SEPARATOR + tool.name());
                tools.add(renamed);
            }
        }
        return result;
    }

    private CompletableFuture<ObjectNode> callTool(McpCall call) {
        String name = call.params().path("name").asText();
        int end = name.indexOf(SEPARATOR);
        if (!call.view().isServer() && end < 0) {
            throw McpErrorException.invalidParams("There is no tool " + name);
        }
        String server = call.view().isServer() ? call.view().name() : name.substring(0, end);
        String tool = call.view().isServer() ? name : name.substring(end + SEPARATOR.length());
        JsonNode arguments = call.params().path("arguments");
        ToolCall toolCall = new ToolCall(
                server, tool, arguments instanceof ObjectNode object ? object : Json.object(), call.context());
        return pipeline.apply(toolCall, call.control()).thenApply(result -> ToolResults.of(result, call.context()));
    }
}
