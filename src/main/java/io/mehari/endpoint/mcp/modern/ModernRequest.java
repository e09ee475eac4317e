package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.protocol.JsonRpcMessage;

/**
 * A request of the modern era whose envelope is complete.
 *
 * @param exchange as it came
 * @param message the same body
 * @param envelope what its {@code _meta} says
 */
record ModernRequest(McpExchange exchange, JsonRpcMessage message, Envelope envelope) {
    JsonNode id() {
        return message.id();
    }

    String method() {
        return message.method();
    }

    /** Always there: the envelope is a part of them. */
    ObjectNode params() {
        return (ObjectNode) message.params();
    }

    /** Name of the caller, to whom all state is bound. */
    String principal() {
        return exchange.context().caller().name();
    }
}
