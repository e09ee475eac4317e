package io.mehari.endpoint.rest;

import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.RequestTarget;
import io.mehari.endpoint.http.Response;
import java.util.concurrent.CompletableFuture;

/**
 * A request on its way to the query that answers it.
 *
 * @param query answers
 * @param request what was asked
 * @param target its target, taken apart
 * @param context id, caller and times
 */
record RestExchange(RestHandler query, Request request, RequestTarget target, CallContext context) {
    CompletableFuture<Response> answer() {
        return query.answer(request, target, context);
    }
}
