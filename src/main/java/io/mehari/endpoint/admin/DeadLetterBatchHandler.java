package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.deadletter.DeadLetter;
import io.mehari.deadletter.DeadLetterFilter;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.BodyReader;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.protocol.Json;
import io.mehari.replay.ReplayBatch;
import io.mehari.security.AccessLevel;
import io.mehari.text.Counted;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * {@code POST /api/v1/admin/dead-letters/replay}: makes the calls of many dead letters once more, named by their ids or by a
 * filter, oldest first. Safe for concurrent use.
 */
final class DeadLetterBatchHandler implements RestHandler, RestRoute.Provider {
    private static final Set<String> MEMBERS = Set.of("ids", "filter", DeadLetterReplayHandler.FORCE);

    private final DeadLetterHandler.Store store;
    private final ReplayBatch batch;

    /**
     * A handler.
     *
     * @param store lists what a filter means
     * @param batch makes the calls
     */
    DeadLetterBatchHandler(DeadLetterHandler.Store store, ReplayBatch batch) {
        this.store = store;
        this.batch = batch;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.post(DeadLetterHandler.PATH + "/replay", AccessLevel.ADMIN, this));
    }

    @Override
    public CompletableFuture<Response> handle(Request request, RequestTarget target, CallContext context) {
        ObjectNode body = BodyReader.object(request);
        Optional<List<String>> ids = DeadLetterQuery.ids(body, MEMBERS);
        boolean force = DeadLetterQuery.flag(body, DeadLetterReplayHandler.FORCE);
        Caller caller = context.caller();
        return DeadLetterFailures.explained(ids.map(CompletableFuture::completedFuture)
                .orElseGet(() -> waiting(DeadLetterQuery.filter(body)))
                .thenCompose(found -> batch.replay(found, caller, force))
                .thenApply(items -> response(context, items)));
    }

    private CompletableFuture<List<String>> waiting(DeadLetterFilter filter) {
        return store.list(filter.waiting(), DeadLetterQuery.MAX_IDS, Optional.empty())
                .thenApply(page ->
                        page.entries().stream().map(DeadLetter::id).sorted().toList());
    }

    private static Response response(CallContext context, List<ReplayBatch.Item> items) {
        ObjectNode data = Json.object();
        ArrayNode results = data.putArray("results");
        int made = 0;
        for (ReplayBatch.Item item : items) {
            ObjectNode json = results.addObject().put("id", item.id());
            if (item.replayed().isPresent()) {
                made++;
                json.put("request_id", item.replayed().get().requestId())
                        .put("outcome", item.replayed().get().result().outcome().code());
            } else {
                explain(json, item);
            }
        }
        String message = Counted.of(items.size(), "dead letter") + ", " + made + " replayed";
        return EnvelopeForm.INSTANCE.data(context, message, json -> json.writeTree(data));
    }

    private static void explain(ObjectNode json, ReplayBatch.Item item) {
        Throwable cause = item.failure().map(DeadLetterFailures::explained).orElseThrow();
        String code = cause instanceof RequestRejectedException rejected
                ? rejected.rejection()
                        .map(rejection -> rejection.reason().code())
                        .orElse("internal")
                : "internal";
        json.putObject("error").put("code", code).put("message", cause.getMessage());
    }
}
