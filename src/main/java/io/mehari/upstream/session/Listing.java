package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.upstream.lifecycle.RequestFailedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One reading of one list of a server, page after page to the end. For one use. */
final class Listing {
    private static final Logger LOG = LoggerFactory.getLogger(Listing.class);
    private static final int MAX_ENTRIES = 10_000;

    private final String server;
    private final Requests requests;
    private final int maxPages;
    private final ListMethod list;
    private final List<ObjectNode> entries = new ArrayList<>();
    private final Set<String> cursors = new HashSet<>();
    private final CompletableFuture<List<ObjectNode>> result = new CompletableFuture<>();

    Listing(String server, Requests requests, int maxPages, ListMethod list) {
        this.server = server;
        this.requests = requests;
        this.maxPages = maxPages;
        this.list = list;
    }

    /** Reads all pages. A server that does not know the request has nothing of the kind. Called once. */
    CompletableFuture<List<ObjectNode>> read() {
        request(Json.object());
        return result;
    }

    private void request(ObjectNode params) {
        requests.send(list.method(), params).whenComplete((page, failure) -> {
            if (failure == null) {
                add(page);
            } else {
                failed(RequestFailedException.of(failure));
            }
        });
    }

    private void failed(RequestFailedException failure) {
        if (failure.code() == ErrorCode.METHOD_NOT_FOUND) {
            LOG.atLevel(list == ListMethod.TOOLS ? Level.WARN : Level.INFO)
                    .log("Upstream {} offers no {}: it does not know {}", server, list.entries(), list.method());
            result.complete(List.of());
        } else {
            result.completeExceptionally(failure);
        }
    }

    private void add(ObjectNode page) {
        for (JsonNode entry : page.path(list.member())) {
            if (entry instanceof ObjectNode object && object.path(list.key()).isTextual()) {
                entries.add(object);
            } else {
                LOG.warn("Upstream {} lists a {} without a {}; skipped", server, list.entry(), list.key());
            }
        }
        next(page.path("nextCursor").textValue());
    }

    private void next(String cursor) {
        if (cursor == null) {
            result.complete(List.copyOf(entries));
        } else if (!cursors.add(cursor)) {
            failed(new RequestFailedException("gave the same cursor twice in " + list.method()
                    + ", which would never end; the server must be corrected"));
        } else if (cursors.size() >= maxPages || entries.size() > MAX_ENTRIES) {
            failed(new RequestFailedException("has more than " + maxPages + " pages or " + MAX_ENTRIES + " "
                    + list.entries() + " in " + list.method() + ", which is the limit; the server must be corrected"));
        } else {
            request(Json.object().put("cursor", cursor));
        }
    }
}
