package io.mehari.endpoint.rest;

import io.mehari.call.Outcome;
import io.netty.handler.codec.http.HttpResponseStatus;

/** The HTTP status of each outcome, in both forms. */
final class HttpStatuses {
    /** What proxies log for a request whose client has disconnected; never sent, since no one is there to read it. */
    private static final HttpResponseStatus CLIENT_CLOSED_REQUEST =
            HttpResponseStatus.valueOf(499, "Client Closed Request");

    private HttpStatuses() {}

    /**
     * The status in the envelope form, where a tool's own error is a result like any other.
     *
     * @param outcome how a call ended
     * @return never null
     */
    static HttpResponseStatus of(Outcome outcome) {
        return switch (outcome) {
            case SUCCESS, TOOL_ERROR -> HttpResponseStatus.OK;
            case INVALID_ARGUMENTS -> HttpResponseStatus.UNPROCESSABLE_ENTITY;
            case NOT_FOUND -> HttpResponseStatus.NOT_FOUND;
            case UNAUTHENTICATED -> HttpResponseStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpResponseStatus.FORBIDDEN;
            case RATE_LIMITED -> HttpResponseStatus.TOO_MANY_REQUESTS;
            case BUDGET_EXCEEDED -> HttpResponseStatus.PAYMENT_REQUIRED;
            case INPUT_REQUIRED -> HttpResponseStatus.CONFLICT;
            case UNAVAILABLE -> HttpResponseStatus.SERVICE_UNAVAILABLE;
            case TIMED_OUT -> HttpResponseStatus.GATEWAY_TIMEOUT;
            case CANCELLED -> CLIENT_CLOSED_REQUEST;
            case BAD_UPSTREAM, OUTCOME_UNKNOWN -> HttpResponseStatus.BAD_GATEWAY;
            case INTERNAL -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
    }

    /**
     * The status in the mcpo form, where a tool's own error is a server error.
     *
     * @param outcome how a call ended
     * @return never null
     */
    static HttpResponseStatus ofMcpo(Outcome outcome) {
        return outcome == Outcome.TOOL_ERROR ? HttpResponseStatus.INTERNAL_SERVER_ERROR : of(outcome);
    }
}
