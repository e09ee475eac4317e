package io.mehari.endpoint.admin;

import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.RequestTarget;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.rest.EnvelopeForm;
import io.mehari.endpoint.rest.Paging;
import io.mehari.endpoint.rest.RestHandler;
import java.util.concurrent.CompletableFuture;

/** {@code GET /api/v1/admin/dead-letters?limit=&before=}: failed calls, newest first. */
public final class DeadLetterHandler implements RestHandler {
    private final DeadLetterListing listing;

    public DeadLetterHandler(DeadLetterListing listing) {
        this.listing = listing;
    }

    @Override
    public CompletableFuture<Response> answer(Request request, RequestTarget target, CallContext context) {
        return listing.list(Paging.of(target).limit(), target.parameter("before"))
                .thenApply(letters -> EnvelopeForm.INSTANCE.data(context, letters.size() + " dead letters", json -> {
                    json.writeStartObject();
                    json.writeFieldName("dead_letters");
                    json.writeTree(letters);
                    json.writeEndObject();
                }));
    }
}
