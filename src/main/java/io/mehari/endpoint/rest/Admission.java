package io.mehari.endpoint.rest;

import io.mehari.call.Caller;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.target.RequestTarget;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;

/**
 * What was decided about a request when its head was there.
 *
 * @param target its target, split and decoded
 * @param found what is at its path, by method
 * @param operation what it asks for; null for a question for the methods (OPTIONS)
 * @param caller who makes it
 * @param options what it asks for besides
 */
record Admission(
        RequestTarget target,
        Map<HttpMethod, RestRouter.Operation> found,
        RestRouter.Operation operation,
        Caller caller,
        CallOptions options) {
    /**
     * What was decided about a request.
     *
     * @param request one that has passed the ingress
     * @return never null
     */
    static Admission of(Request request) {
        return (Admission) request.kept();
    }
}
