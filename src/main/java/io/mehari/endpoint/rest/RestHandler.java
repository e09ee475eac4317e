package io.mehari.endpoint.rest;

import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Responds to requests that are not a single tool call. Implementations are safe for concurrent use. */
@FunctionalInterface
public interface RestHandler {
    /**
     * Responds to one request without blocking its thread, which is an event loop.
     *
     * @param request what came from the network
     * @param target its target, split and decoded
     * @param context id, caller and times
     * @return the response, when it is there; ends with a {@link RequestRejectedException} if the request breaks a rule
     * @throws RequestRejectedException if the request breaks a rule
     */
    CompletableFuture<Response> handle(Request request, RequestTarget target, CallContext context);

    /**
     * A handler whose response is there immediately.
     *
     * @param handler makes the response; must not block
     * @return never null
     */
    static RestHandler of(BiFunction<RequestTarget, CallContext, Response> handler) {
        return (request, target, context) -> CompletableFuture.completedFuture(handler.apply(target, context));
    }
}
