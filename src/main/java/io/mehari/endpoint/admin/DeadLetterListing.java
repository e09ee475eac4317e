package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Lists failed calls for {@code GET /api/v1/admin/dead-letters}. Must not block. */
@FunctionalInterface
public interface DeadLetterListing {
    /**
     * The newest dead letters, newest first.
     *
     * @param limit most entries to list, from 1 to 1000
     * @param before id of a dead letter; only older ones are listed
     */
    CompletableFuture<ArrayNode> list(int limit, Optional<String> before);
}
