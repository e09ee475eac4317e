package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.deadletter.DeadLetter;
import io.mehari.deadletter.DeadLetterJson;
import io.mehari.deadletter.DeadLetterReplays;
import io.mehari.deadletter.DeadLetters;
import io.mehari.deadletter.LetterState;
import io.mehari.deadletter.ReplayRefusal;
import io.mehari.deadletter.ReplayRefusedException;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.BodyReader;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.text.Counted;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/v1/admin/dead-letters/{id}/discard}, {@code .../discard} and {@code .../expire}: takes dead letters out of
 * the way. Who does is in the log. Safe for concurrent use.
 */
final class DeadLetterChangeHandler implements RestRoute.Provider {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterChangeHandler.class);

    private final DeadLetters letters;
    private final DeadLetterReplays replays;

    /**
     * A handler.
     *
     * @param letters the store
     * @param replays states of its letters
     */
    DeadLetterChangeHandler(DeadLetters letters, DeadLetterReplays replays) {
        this.letters = letters;
        this.replays = replays;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(
                RestRoute.post(DeadLetterHandler.PATH + "/{id}/discard", AccessLevel.ADMIN, this::discard),
                RestRoute.post(DeadLetterHandler.PATH + "/discard", AccessLevel.ADMIN, this::discardMany),
                RestRoute.post(DeadLetterHandler.PATH + "/expire", AccessLevel.ADMIN, this::expire));
    }

    private CompletableFuture<Response> discard(Request request, RequestTarget target, CallContext context) {
        String id = DeadLetterDetailHandler.id(target);
        return DeadLetterFailures.explained(replays.discard(id).thenApply(letter -> {
            requireDiscarded(letter);
            LOG.info("{} has discarded dead letter {}", context.caller().name(), id);
            return EnvelopeForm.INSTANCE.data(
                    context, "Dead letter " + id + " is discarded", json -> json.writeTree(DeadLetterJson.of(letter)));
        }));
    }

    /** One that was discarded before is as good. */
    private static void requireDiscarded(DeadLetter letter) {
        if (letter.replays().state() != LetterState.DISCARDED) {
            throw new ReplayRefusedException(ReplayRefusal.of(letter).orElseThrow());
        }
    }

    private CompletableFuture<Response> discardMany(Request request, RequestTarget target, CallContext context) {
        ObjectNode body = BodyReader.object(request);
        Optional<List<String>> ids = DeadLetterQuery.ids(body, Set.of("ids", "filter"));
        CompletableFuture<Integer> discarded =
                ids.map(this::discardEach).orElseGet(() -> replays.discard(DeadLetterQuery.filter(body)));
        return DeadLetterFailures.explained(discarded.thenApply(many -> {
            LOG.info("{} has discarded {}", context.caller().name(), Counted.of(many, "dead letter"));
            return count(context, "discarded", many);
        }));
    }

    private CompletableFuture<Integer> discardEach(List<String> ids) {
        CompletableFuture<Integer> sum = CompletableFuture.completedFuture(0);
        for (String id : ids) {
            sum = sum.thenCombine(discardedOne(id), Integer::sum);
        }
        return sum;
    }

    /** One that is not there, or in another state, is not counted. */
    private CompletableFuture<Integer> discardedOne(String id) {
        return replays.discard(id)
                .thenApply(letter -> letter.replays().state() == LetterState.DISCARDED ? 1 : 0)
                .exceptionally(failure -> {
                    if (failure.getCause() instanceof ReplayRefusedException
                            || failure instanceof ReplayRefusedException) {
                        return 0;
                    }
                    throw new CompletionException(failure);
                });
    }

    private CompletableFuture<Response> expire(Request request, RequestTarget target, CallContext context) {
        ObjectNode body = BodyReader.object(request);
        DeadLetterQuery.requireKnown(body, Set.of("before"));
        CompletableFuture<Integer> removed = body.has("before") ? letters.expire(before(body)) : letters.expire();
        return DeadLetterFailures.explained(removed.thenApply(many -> {
            LOG.info("{} has removed {}", context.caller().name(), Counted.of(many, "dead letter"));
            return count(context, "removed", many);
        }));
    }

    private static Instant before(ObjectNode body) {
        try {
            return Instant.parse(body.path("before").asText());
        } catch (DateTimeParseException e) {
            throw RequestRejectedException.invalid(
                    "/before", "before must be a time such as 2026-01-31T12:00:00Z", "format");
        }
    }

    private static Response count(CallContext context, String what, int many) {
        ObjectNode data = Json.object().put(what, many);
        return EnvelopeForm.INSTANCE.data(
                context, Counted.of(many, "dead letter") + " " + what, json -> json.writeTree(data));
    }
}
