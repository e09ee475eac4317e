package io.mehari.endpoint.admin;

import io.mehari.call.CallContext;
import io.mehari.deadletter.DeadLetter;
import io.mehari.deadletter.DeadLetterJson;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.security.AccessLevel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** {@code GET /api/v1/admin/dead-letters/{id}}: one failed call, and what became of it. Safe for concurrent use. */
final class DeadLetterDetailHandler implements RestHandler, RestRoute.Provider {
    private static final int ID_SEGMENT = 4;

    private final Function<String, CompletableFuture<Optional<DeadLetter>>> letters;

    /**
     * A handler that shows letters of a store.
     *
     * @param letters finds one by its id
     */
    DeadLetterDetailHandler(Function<String, CompletableFuture<Optional<DeadLetter>>> letters) {
        this.letters = letters;
    }

    /**
     * The id in a path below that of the list.
     *
     * @param target of a request
     * @return decoded
     */
    static String id(RequestTarget target) {
        return target.segments().get(ID_SEGMENT);
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.get(DeadLetterHandler.PATH + "/{id}", AccessLevel.MONITOR, this));
    }

    @Override
    public CompletableFuture<Response> handle(Request request, RequestTarget target, CallContext context) {
        String id = id(target);
        return DeadLetterFailures.explained(letters.apply(id).thenApply(found -> {
            DeadLetter letter = found.orElseThrow(() -> RequestRejectedException.of(
                    RejectionReason.DEAD_LETTER_NOT_FOUND,
                    "There is no dead letter " + id + "; it may have expired or made room for newer ones"));
            String message =
                    "Dead letter " + id + " is " + letter.replays().state().code();
            return EnvelopeForm.INSTANCE.data(context, message, json -> json.writeTree(DeadLetterJson.of(letter)));
        }));
    }
}
