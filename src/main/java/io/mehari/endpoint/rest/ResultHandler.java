package io.mehari.endpoint.rest;

import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.result.LargeResults;
import io.mehari.result.ResultPage;
import io.mehari.security.AccessLevel;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code GET /api/v1/results/{handle}?offset=&limit=}: a part of a large result, for its caller. Safe for concurrent use. */
final class ResultHandler implements RestHandler, RestRoute.Provider {
    private static final int HANDLE_SEGMENT = 3;

    private final LargeResults results;

    /**
     * A handler.
     *
     * @param results has them
     */
    ResultHandler(LargeResults results) {
        this.results = results;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.get("/api/v1/results/{handle}", AccessLevel.CALL, this));
    }

    @Override
    public CompletableFuture<Response> handle(Request request, RequestTarget target, CallContext context) {
        String handle = target.segments().get(HANDLE_SEGMENT);
        int limit = Paging.number(target, "limit", ResultPage.USUAL, 1, ResultPage.MOST);
        int offset = Paging.number(target, "offset", 0, 0, Integer.MAX_VALUE);
        ResultPage page = results.page(handle, context.caller().name(), offset, limit)
                .orElseThrow(() -> RequestRejectedException.of(
                        RejectionReason.RESULT_NOT_FOUND,
                        "There is no result of this handle for this caller (any more); call its tool again"));
        String message = page.text().length() + " of " + page.total() + " characters, from " + page.offset() + " on";
        return CompletableFuture.completedFuture(
                EnvelopeForm.INSTANCE.data(context, message, json -> json.writeTree(page.json())));
    }
}
