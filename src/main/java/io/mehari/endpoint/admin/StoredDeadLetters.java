package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.deadletter.DeadLetter;
import io.mehari.deadletter.DeadLetters;
import io.mehari.deadletter.DeadLettersBusyException;
import io.mehari.endpoint.http.Rejection;
import io.mehari.endpoint.http.RejectionReason;
import io.mehari.endpoint.http.RequestRejectedException;
import io.mehari.protocol.Json;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dead letters of the store as users see them. */
record StoredDeadLetters(DeadLetters store) implements DeadLetterListing {
    private static final Logger LOG = LoggerFactory.getLogger(StoredDeadLetters.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    @Override
    public CompletableFuture<ArrayNode> list(int limit, Optional<String> before) {
        return store.list(Math.min(limit, DeadLetters.MAX_LIST), before)
                .thenApply(StoredDeadLetters::array)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(explained(failure)));
    }

    /** A database that does not answer is no defect of the gateway: it may be asked again. */
    private static Throwable explained(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DeadLettersBusyException) {
                return unavailable(cause.getMessage());
            }
            if (cause instanceof SQLException database) {
                LOG.warn("The dead letters cannot be read", database);
                return unavailable("The database of the dead letters does not answer (SQL state "
                        + database.getSQLState() + "); the gateway's log has the cause. Calls go on without it");
            }
        }
        return failure;
    }

    private static RequestRejectedException unavailable(String message) {
        return new RequestRejectedException(new Rejection(
                RejectionReason.DEAD_LETTERS_UNAVAILABLE, message, Map.of("retry-after", RETRY_AFTER_SECONDS)));
    }

    private static ArrayNode array(List<DeadLetter> letters) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        letters.forEach(letter -> array.add(json(letter)));
        return array;
    }

    private static ObjectNode json(DeadLetter letter) {
        ObjectNode json = Json.object()
                .put("id", letter.id())
                .put("request_id", letter.requestId())
                .put("occurred_at", letter.occurredAt().toString())
                .put("server", letter.server())
                .put("tool", letter.tool())
                .put("caller", letter.caller())
                .put("outcome", letter.outcome().code())
                .put("category", letter.category())
                .put("message", letter.message())
                .put("arguments", letter.arguments());
        letter.upstreamError().ifPresent(error -> json.put("upstream_error", error));
        return json;
    }
}
