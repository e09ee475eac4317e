package io.mehari.endpoint.mcp.modern;

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
import java.util.concurrent.CompletableFuture;

/** Serves clients of the modern era. Safe for concurrent use. */
public final class ModernEra implements McpHandler {
    private final McpMethods methods;

    /**
     * The era over these methods.
     *
     * @param methods run what is asked for
     */
    public ModernEra(McpMethods methods) {
        this.methods = methods;
    }

    @Override
    public CompletableFuture<Response> handle(McpExchange exchange) {
        JsonRpcMessage message = JsonRpcMessage.of((ObjectNode) exchange.body());
        if (message.kind() != JsonRpcMessage.Kind.REQUEST) {
            return CompletableFuture.completedFuture(JsonRpcResponses.accepted());
        }
        ObjectNode params = message.params() instanceof ObjectNode given ? given : Json.object();
        ClientChannel client = exchange.request().channel();
        CallControl control = new CallControl(ProgressListener.NONE, client.executor());
        client.onDisconnect(() -> control.cancel(CancelCause.CALLER));
        return methods.run(new McpCall(
                        message.method(), params, exchange.view(), exchange.context(), control, exchange.request()))
                .thenApply(result -> JsonRpcResponses.result(message.id(), complete(result)));
    }

    private static ObjectNode complete(ObjectNode result) {
        ObjectNode complete = Json.object().put("resultType", "complete");
        complete.setAll(result);
        return complete;
    }
}
