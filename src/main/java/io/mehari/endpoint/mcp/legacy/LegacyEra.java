package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.ProgressListener;
import io.mehari.endpoint.http.ClientChannel;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.mcp.message.JsonRpcResponses;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.endpoint.mcp.message.McpHandler;
import io.mehari.endpoint.mcp.method.McpCall;
import io.mehari.endpoint.mcp.method.McpMethods;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.mehari.text.Version;
import java.util.concurrent.CompletableFuture;

/** Serves clients of the legacy era. Safe for concurrent use. */
public final class LegacyEra implements McpHandler {
    private final McpMethods methods;

    /**
     * The era over these methods.
     *
     * @param methods run what is asked for
     */
    public LegacyEra(McpMethods methods) {
        this.methods = methods;
    }

    @Override
    public CompletableFuture<Response> handle(McpExchange exchange) {
        JsonRpcMessage message = JsonRpcMessage.of((ObjectNode) exchange.body());
        if (message.kind() != JsonRpcMessage.Kind.REQUEST) {
            return CompletableFuture.completedFuture(JsonRpcResponses.accepted());
        }
        JsonNode id = message.id();
        if (message.method().equals(McpMethod.INITIALIZE)) {
            return CompletableFuture.completedFuture(JsonRpcResponses.result(id, initialized(message)));
        }
        ObjectNode params = message.params() instanceof ObjectNode given ? given : Json.object();
        ClientChannel client = exchange.request().channel();
        CallControl control = new CallControl(ProgressListener.NONE, client.executor());
        client.onDisconnect(() -> control.cancel(CancelCause.CALLER));
        return methods.run(new McpCall(
                        message.method(), params, exchange.view(), exchange.context(), control, exchange.request()))
                .thenApply(result -> JsonRpcResponses.result(id, result));
    }

    private static ObjectNode initialized(JsonRpcMessage message) {
        ObjectNode result = Json.object();
        result.put("protocolVersion", message.params().path("protocolVersion").asText());
        result.putObject("capabilities").putObject("tools");
        result.putObject("serverInfo").put("name", "mehari").put("version", Version.current());
        return result;
    }
}
