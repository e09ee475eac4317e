package io.mehari.endpoint.rest.form;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.JsonRpcError;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.OptionalInt;

/** The HTTP status of each outcome, in both forms. */
public final class HttpStatuses {
    /** What proxies log for a request whose client has disconnected; never sent, since no one is there to read it. */
    private static final HttpResponseStatus CLIENT_CLOSED_REQUEST =
            HttpResponseStatus.valueOf(499, "Client Closed Request");

    private HttpStatuses() {}

    /**
     * The status in the envelope form, where a tool's own error is a result like any other.
     *
     * @param result how a call ended
     * @return never null
     */
    public static HttpResponseStatus of(ToolCallResult result) {
        return switch (result.outcome()) {
            case SUCCESS, TOOL_ERROR -> HttpResponseStatus.OK;
            case INVALID_ARGUMENTS -> HttpResponseStatus.UNPROCESSABLE_ENTITY;
            case NOT_FOUND -> HttpResponseStatus.NOT_FOUND;
            case UNAUTHENTICATED -> HttpResponseStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpResponseStatus.FORBIDDEN;
            case RATE_LIMITED -> HttpResponseStatus.TOO_MANY_REQUESTS;
            case BUDGET_EXCEEDED -> HttpResponseStatus.PAYMENT_REQUIRED;
            case INPUT_REQUIRED, IDEMPOTENCY_CONFLICT, ALREADY_RUN -> HttpResponseStatus.CONFLICT;
            case UNAVAILABLE -> HttpResponseStatus.SERVICE_UNAVAILABLE;
            case TIMED_OUT -> HttpResponseStatus.GATEWAY_TIMEOUT;
            case CANCELLED -> CLIENT_CLOSED_REQUEST;
            case UPSTREAM_ERROR -> ofUpstreamError(result);
            case BAD_UPSTREAM, OUTCOME_UNKNOWN -> HttpResponseStatus.BAD_GATEWAY;
            case INTERNAL -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
    }

    /**
     * The status in the mcpo form, where a tool's own error is a server error.
     *
     * @param result how a call ended
     * @return never null
     */
    public static HttpResponseStatus ofMcpo(ToolCallResult result) {
        return result.outcome() == Outcome.TOOL_ERROR ? HttpResponseStatus.INTERNAL_SERVER_ERROR : of(result);
    }

    /** As mcpo has it, but for errors of the server itself: 500 would say that the gateway failed. */
    private static HttpResponseStatus ofUpstreamError(ToolCallResult result) {
        return switch (ResultForm.answeredError(result)
                .map(JsonRpcError::code)
                .orElseGet(OptionalInt::empty)
                .orElse(0)) {
            case ErrorCode.INVALID_PARAMS -> HttpResponseStatus.UNPROCESSABLE_ENTITY;
            case ErrorCode.METHOD_NOT_FOUND -> HttpResponseStatus.NOT_FOUND;
            case ErrorCode.INVALID_REQUEST, ErrorCode.PARSE_ERROR -> HttpResponseStatus.BAD_REQUEST;
            default -> HttpResponseStatus.BAD_GATEWAY;
        };
    }
}
