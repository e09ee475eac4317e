package io.mehari.endpoint.rest;

import io.mehari.call.CallContext;
import java.util.concurrent.CompletableFuture;

/** {@code GET /api/v1/admin/dead-letters?limit=&before=}: failed calls, newest first. */
final class DeadLetterQuery implements Query {
    private final DeadLetterListing listing;

    DeadLetterQuery(DeadLetterListing listing) {
        this.listing = listing;
    }

    @Override
    public CompletableFuture<Answer> answer(RestRequest request, RequestTarget target, CallContext context) {
        return listing.list(Paging.of(target).limit(), target.parameter("before"))
                .thenApply(letters -> EnvelopeForm.INSTANCE.data(context, letters.size() + " dead letters", json -> {
                    json.writeStartObject();
                    json.writeFieldName("dead_letters");
                    json.writeTree(letters);
                    json.writeEndObject();
                }));
    }
}
