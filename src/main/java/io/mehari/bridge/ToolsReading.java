package io.mehari.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads the list of tools once more for a call that was refused because of its headers (MCP 2026-07-28, transports): the client
 * may have kept a list, this process has none then.
 */
final class ToolsReading {
    private static final int MOST_PAGES = 1000;

    private final Exchange.Shared shared;
    private final ClientMessage call;
    private int pages;

    /**
     * @param call what was refused: the list is asked for as the same client
     */
    ToolsReading(Exchange.Shared shared, ClientMessage call) {
        this.shared = shared;
        this.call = call;
    }

    /** Done when the list is read, or cannot be. */
    CompletableFuture<Void> run() {
        return page(Optional.empty());
    }

    private CompletableFuture<Void> page(Optional<String> cursor) {
        ObjectNode request = Json.object().put("jsonrpc", "2.0").put("id", "mehari_stdio_tools_" + ++pages);
        ObjectNode params = request.put("method", McpMethod.TOOLS_LIST).putObject("params");
        ObjectNode meta = params.putObject("_meta");
        call.params().path("_meta").properties().forEach(entry -> meta.set(entry.getKey(), entry.getValue()));
        meta.remove("progressToken");
        cursor.ifPresent(at -> params.put("cursor", at));
        ClientMessage list = new ClientMessage(Json.bytes(request), request);
        return shared.http()
                .ask(list.bytes(), ModernHeaders.of(list, shared.tools()), head -> {})
                .thenCompose(this::next);
    }

    private CompletableFuture<Void> next(JsonNode result) {
        shared.tools().learn(result);
        String cursor = result.path("nextCursor").asText("");
        return cursor.isEmpty() || pages >= MOST_PAGES
                ? CompletableFuture.completedFuture(null)
                : page(Optional.of(cursor));
    }
}
