package io.mehari.endpoint.rest;

import io.mehari.call.CallContext;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Answers requests that are not a single tool call. */
@FunctionalInterface
interface Query {
    /**
     * The answer, when it is there. Must not block.
     *
     * @param request what was asked
     * @param target its target, taken apart
     * @param context id, caller and times
     * @throws Refusal if the request breaks a rule
     */
    CompletableFuture<Answer> answer(RestRequest request, RequestTarget target, CallContext context);

    /** A query whose answer is there at once. */
    static Query of(BiFunction<RequestTarget, CallContext, Answer> answer) {
        return (request, target, context) -> CompletableFuture.completedFuture(answer.apply(target, context));
    }
}
