package io.mehari.endpoint.rest;

import io.mehari.call.CallContext;
import java.util.concurrent.CompletableFuture;

/**
 * A request on its way to the query that answers it.
 *
 * @param query answers
 * @param request what was asked
 * @param target its target, taken apart
 * @param context id, caller and times
 */
record Inquiry(Query query, RestRequest request, RequestTarget target, CallContext context) {
    CompletableFuture<Answer> answer() {
        return query.answer(request, target, context);
    }
}
