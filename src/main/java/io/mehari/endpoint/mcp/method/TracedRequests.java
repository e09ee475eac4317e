package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallOrigin;
import io.mehari.call.CallTraces;
import io.mehari.call.RequestTrace;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.McpMethod;
import io.mehari.text.Causes;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Gives requests other than tool calls a span each; calls get theirs where they enter the pipeline, whoever makes them. Safe
 * for concurrent use.
 *
 * @param traces makes spans; null while traces are off
 */
record TracedRequests(CallTraces traces) {
    /**
     * Runs a request.
     *
     * @param call the request
     * @param methods runs it
     * @return what that returned
     */
    CompletableFuture<ObjectNode> run(McpCall call, Function<McpCall, CompletableFuture<ObjectNode>> methods) {
        if (traces == null || call.method().equals(McpMethod.TOOLS_CALL)) {
            return methods.apply(call);
        }
        RequestTrace span = traces.begin(call.method(), targetOf(call), contextOf(call));
        call.control().trace(span);
        CompletableFuture<ObjectNode> result;
        try {
            result = methods.apply(call);
        } catch (RuntimeException e) {
            end(span, e);
            throw e;
        }
        return result.whenComplete((answer, failure) -> end(span, failure));
    }

    private static CallContext contextOf(McpCall call) {
        if (call.request() == null) {
            return call.context();
        }
        ObjectNode meta = call.params().get("_meta") instanceof ObjectNode given ? given : null;
        return call.context().from(CallOrigin.of(call.request().headers()).in(meta, call.id()));
    }

    private static String targetOf(McpCall call) {
        JsonNode target = switch (call.method()) {
            case McpMethod.RESOURCES_READ -> call.params().path("uri");
            case McpMethod.PROMPTS_GET -> call.params().path("name");
            default -> call.id();
        };
        return target == call.id() ? null : target.textValue();
    }

    private static void end(RequestTrace span, Throwable failure) {
        Throwable cause = Causes.unwrapped(failure);
        if (cause == null) {
            span.answered();
        } else if (cause instanceof McpErrorException error) {
            span.refused(error.code(), error.getMessage());
        } else {
            span.refused(ErrorCode.INTERNAL_ERROR, "The gateway failed");
        }
    }
}
