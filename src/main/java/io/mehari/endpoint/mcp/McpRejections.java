package io.mehari.endpoint.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.security.AccessDecision.Denied;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.HashMap;
import java.util.Map;

/** Responses to requests that are not let in: an HTTP status, and a JSON-RPC error without an id. Stateless. */
final class McpRejections {
    private McpRejections() {}

    static Response render(CallContext context, Denied denied) {
        Map<String, String> headers = headers(denied.rejection());
        if (!denied.challenges().isEmpty()) {
            headers.put("www-authenticate", String.join("\n", denied.challenges()));
        }
        return response(
                context,
                status(denied.rejection().outcome()),
                denied.rejection().message(),
                headers);
    }

    static Response render(CallContext context, RequestRejectedException rejected) {
        if (rejected.rejection().isPresent()) {
            var rejection = rejected.rejection().get();
            return response(context, rejection.reason().status(), rejection.message(), rejection.headers());
        }
        ToolCallResult result = rejected.result().orElseThrow();
        Map<String, String> headers = result instanceof Rejected refused ? headers(refused) : Map.of();
        return response(context, status(result.outcome()), result.message(), headers);
    }

    private static Map<String, String> headers(Rejected rejected) {
        Map<String, String> headers = new HashMap<>();
        rejected.retryAfter()
                .ifPresent(wait -> headers.put("retry-after", Long.toString(Math.max(1, wait.toSeconds()))));
        return headers;
    }

    private static HttpResponseStatus status(Outcome outcome) {
        return switch (outcome) {
            case UNAUTHENTICATED -> HttpResponseStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpResponseStatus.FORBIDDEN;
            case RATE_LIMITED -> HttpResponseStatus.TOO_MANY_REQUESTS;
            case NOT_FOUND -> HttpResponseStatus.NOT_FOUND;
            default -> HttpResponseStatus.BAD_REQUEST;
        };
    }

    private static Response response(
            CallContext context, HttpResponseStatus status, String message, Map<String, String> headers) {
        ObjectNode error = JsonRpcMessage.errorResponse(Json.object().nullNode(), ErrorCode.INVALID_REQUEST, message);
        ((ObjectNode) error.get("error")).putObject("data").put("request_id", context.requestId());
        return Response.json(status, headers, json -> json.writeTree(error));
    }
}
