package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.upstream.lifecycle.JsonSize;
import io.mehari.upstream.lifecycle.RequestFailedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One reading of one list of a server, page after page to the end, within bounds of pages, entries and bytes. What goes
 * beyond them is left out, which is told. For one use.
 */
final class Listing {
    private static final Logger LOG = LoggerFactory.getLogger(Listing.class);

    /** Most entries of one list. */
    static final int MAX_ENTRIES = 10_000;

    /** Most bytes of one list, its cursors included. */
    static final long MAX_BYTES = 32L * 1024 * 1024;

    private final String server;
    private final Requests requests;
    private final int maxPages;
    private final ListMethod list;
    private final List<ObjectNode> entries = new ArrayList<>();
    private final Set<String> cursors = new HashSet<>();
    private final CompletableFuture<List<ObjectNode>> result = new CompletableFuture<>();
    private long bytes;
    private int unusable;

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
            if (!(entry instanceof ObjectNode object)
                    || !object.path(list.key()).isTextual()) {
                unusable++;
                continue;
            }
            bytes += JsonSize.of(object, MAX_BYTES - bytes);
            if (entries.size() == MAX_ENTRIES || bytes > MAX_BYTES) {
                cut("has more than " + MAX_ENTRIES + " " + list.entries() + " or " + MAX_BYTES + " bytes of them");
                return;
            }
            entries.add(object);
        }
        next(page.path("nextCursor"));
    }

    /** Servers that mean the end say null, nothing, or an empty text. */
    private void next(JsonNode cursor) {
        String text = cursor.isContainerNode() ? cursor.toString() : cursor.asText("");
        bytes += text.length();
        if (text.isEmpty() || cursor.isNull() || cursor.isBoolean()) {
            complete();
        } else if (!cursors.add(text)) {
            cut("gave the same cursor twice");
        } else if (cursors.size() >= maxPages || bytes > MAX_BYTES) {
            cut("has more than " + maxPages + " pages or " + MAX_BYTES + " bytes");
        } else {
            ObjectNode params = Json.object();
            params.set("cursor", cursor);
            request(params);
        }
    }

    private void cut(String why) {
        LOG.warn(
                "Upstream {} {} in {}; the first {} {} are used, the server must be corrected",
                server,
                why,
                list.method(),
                entries.size(),
                list.entries());
        complete();
    }

    private void complete() {
        if (unusable > 0) {
            LOG.warn(
                    "Upstream {} lists {} {} without a {}; they are left out",
                    server,
                    unusable,
                    list.entries(),
                    list.key());
        }
        result.complete(List.copyOf(entries));
    }
}
