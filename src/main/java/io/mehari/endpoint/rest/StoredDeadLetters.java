package io.mehari.endpoint.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.deadletter.DeadLetter;
import io.mehari.deadletter.DeadLetters;
import io.mehari.protocol.Json;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The dead letters of the store as users see them. */
record StoredDeadLetters(DeadLetters store) implements DeadLetterListing {
    @Override
    public CompletableFuture<ArrayNode> list(int limit, Optional<String> before) {
        return store.list(Math.min(limit, DeadLetters.MAX_LIST), before).thenApply(StoredDeadLetters::array);
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
