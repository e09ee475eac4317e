package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.deadletter.DeadLetterFilter;
import io.mehari.deadletter.DeadLetterJson;
import io.mehari.deadletter.DeadLetterPage;
import io.mehari.deadletter.DeadLetters;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.Paging;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.text.Counted;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code GET /api/v1/admin/dead-letters}: failed calls, newest first, by filters. Safe for concurrent use. */
public final class DeadLetterHandler implements RestHandler, RestRoute.Provider {
    static final String PATH = "/api/v1/admin/dead-letters";

    private final Store store;

    /** The store as far as it is needed here: {@link DeadLetters#list}, or a test's own. */
    @FunctionalInterface
    public interface Store {
        /**
         * Lists the newest dead letters without blocking.
         *
         * @param filter which ones
         * @param limit most entries to list, from 1 to {@link DeadLetters#MAX_LIST}
         * @param before id of a dead letter; only older ones are listed
         * @return the entries, newest first; ends exceptionally if they cannot be read
         */
        CompletableFuture<DeadLetterPage> list(DeadLetterFilter filter, int limit, Optional<String> before);
    }

    /** Lists what is in a store that is safe for concurrent use. */
    public DeadLetterHandler(Store store) {
        this.store = store;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.get(PATH, AccessLevel.MONITOR, this));
    }

    @Override
    public CompletableFuture<Response> handle(Request request, RequestTarget target, CallContext context) {
        int limit = Math.min(Paging.of(target).limit(), DeadLetters.MAX_LIST);
        DeadLetterFilter filter = DeadLetterQuery.filter(target::parameter);
        return DeadLetterFailures.explained(
                store.list(filter, limit, target.parameter("before")).thenApply(page -> response(context, page)));
    }

    private static Response response(CallContext context, DeadLetterPage page) {
        ObjectNode data = Json.object();
        ArrayNode array = data.putArray("dead_letters");
        page.entries().forEach(entry -> array.add(DeadLetterJson.of(entry)));
        page.next().ifPresent(id -> data.put("next", id));
        return EnvelopeForm.INSTANCE.data(
                context, Counted.of(page.entries().size(), "dead letter"), json -> json.writeTree(data));
    }
}
