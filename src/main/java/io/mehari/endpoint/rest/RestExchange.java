package io.mehari.endpoint.rest;

import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import java.util.concurrent.CompletableFuture;

/**
 * A request on its way to its handler.
 *
 * @param handler responds to it
 * @param request what came from the network
 * @param target its target, split and decoded
 * @param context id, caller and times
 */
record RestExchange(RestHandler handler, Request request, RequestTarget target, CallContext context) {
    /**
     * Runs the handler.
     *
     * @return the response, when it is there; ends exceptionally, never throws, if the handler fails
     */
    CompletableFuture<Response> run() {
        try {
            return handler.handle(request, target, context);
        } catch (Throwable e) { // whatever it is, the request is answered
            return CompletableFuture.failedFuture(e);
        }
    }
}
