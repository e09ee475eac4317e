package io.mehari.endpoint.rest;

import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.RequestRejectedException;
import io.mehari.endpoint.http.RequestTarget;
import io.mehari.endpoint.http.Response;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Answers requests that are not a single tool call. */
@FunctionalInterface
public interface RestHandler {
    /**
     * The answer, when it is there. Must not block.
     *
     * @param request what was asked
     * @param target its target, taken apart
     * @param context id, caller and times
     * @throws RequestRejectedException if the request breaks a rule
     */
    CompletableFuture<Response> answer(Request request, RequestTarget target, CallContext context);

    /** A query whose answer is there at once. */
    static RestHandler of(BiFunction<RequestTarget, CallContext, Response> answer) {
        return (request, target, context) -> CompletableFuture.completedFuture(answer.apply(target, context));
    }
}
