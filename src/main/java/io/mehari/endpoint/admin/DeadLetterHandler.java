package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.deadletter.DeadLetter;
import io.mehari.deadletter.DeadLetterPage;
import io.mehari.deadletter.DeadLetters;
import io.mehari.deadletter.DeadLettersBusyException;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.Paging;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.text.Counted;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /api/v1/admin/dead-letters?limit=&before=}: failed calls, newest first. Safe for concurrent use. */
public final class DeadLetterHandler implements RestHandler, RestRoute.Provider {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    private final Store store;

    /** The store as far as it is needed here: {@link DeadLetters#list}, or a test's own. */
    @FunctionalInterface
    public interface Store {
        /**
         * Lists the newest dead letters without blocking.
         *
         * @param limit most entries to list, from 1 to {@link DeadLetters#MAX_LIST}
         * @param before id of a dead letter; only older ones are listed
         * @return the entries, newest first; ends exceptionally if they cannot be read
         */
        CompletableFuture<DeadLetterPage> list(int limit, Optional<String> before);
    }

    /**
     * A handler that lists what is in a store.
     *
     * @param store safe for concurrent use
     */
    public DeadLetterHandler(Store store) {
        this.store = store;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.get("/api/v1/admin/dead-letters", AccessLevel.ADMIN, this));
    }

    @Override
    public CompletableFuture<Response> handle(Request request, RequestTarget target, CallContext context) {
        int limit = Math.min(Paging.of(target).limit(), DeadLetters.MAX_LIST);
        return store.list(limit, target.parameter("before"))
                .thenApply(page -> response(context, page))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(explained(failure)));
    }

    private static Response response(CallContext context, DeadLetterPage page) {
        ObjectNode data = Json.object();
        ArrayNode array = data.putArray("dead_letters");
        page.entries().forEach(entry -> array.add(json(entry)));
        page.next().ifPresent(id -> data.put("next", id));
        return EnvelopeForm.INSTANCE.data(
                context, Counted.of(page.entries().size(), "dead letter"), json -> json.writeTree(data));
    }

    /** A database that does not respond is not a defect of the gateway: the caller may try again. */
    private static Throwable explained(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DeadLettersBusyException) {
                return unavailable(cause.getMessage());
            }
            if (cause instanceof SQLException database) {
                LOG.warn("The dead letters cannot be read", database);
                return unavailable("The database of the dead letters does not respond (SQL state "
                        + database.getSQLState() + "); the gateway's log has the cause. Calls are served all the same");
            }
        }
        return failure;
    }

    private static RequestRejectedException unavailable(String message) {
        return new RequestRejectedException(new Rejection(
                RejectionReason.DEAD_LETTERS_UNAVAILABLE, message, Map.of("retry-after", RETRY_AFTER_SECONDS)));
    }

    private static ObjectNode json(DeadLetter entry) {
        ObjectNode json = Json.object()
                .put("id", entry.id())
                .put("request_id", entry.requestId())
                .put("occurred_at", entry.occurredAt().toString())
                .put("server", entry.server())
                .put("tool", entry.tool())
                .put("caller", entry.caller())
                .put("outcome", entry.outcome().code())
                .put("category", entry.category())
                .put("message", entry.message())
                .put("arguments", entry.arguments());
        entry.upstreamError().ifPresent(error -> json.put("upstream_error", error));
        return json;
    }
}
