package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.lifecycle.RequestFailedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reading of {@code tools/list}, page after page to the end. */
final class ToolListing {
    private static final Logger LOG = LoggerFactory.getLogger(ToolListing.class);
    private static final int MAX_TOOLS = 10_000;

    private final String server;
    private final Requests requests;
    private final int maxPages;
    private final List<ObjectNode> tools = new ArrayList<>();
    private final Set<String> cursors = new HashSet<>();
    private final CompletableFuture<List<ObjectNode>> result = new CompletableFuture<>();

    ToolListing(String server, Requests requests, int maxPages) {
        this.server = server;
        this.requests = requests;
        this.maxPages = maxPages;
    }

    /** Reads all pages. A server that does not know {@code tools/list} has no tools. Called once. */
    CompletableFuture<List<ObjectNode>> read() {
        request(Json.object());
        return result;
    }

    private void request(ObjectNode params) {
        requests.send(McpMethod.TOOLS_LIST, params).whenComplete((page, failure) -> {
            if (failure == null) {
                add(page);
            } else {
                failed(RequestFailedException.of(failure));
            }
        });
    }

    private void failed(RequestFailedException failure) {
        if (failure.code() == ErrorCode.METHOD_NOT_FOUND) {
            LOG.warn("Upstream {} offers no tools: it does not know tools/list", server);
            result.complete(List.of());
        } else {
            result.completeExceptionally(failure);
        }
    }

    private void add(ObjectNode page) {
        for (JsonNode tool : page.path("tools")) {
            if (tool instanceof ObjectNode object && object.path("name").isTextual()) {
                tools.add(object);
            } else {
                LOG.warn("Upstream {} lists a tool without a name; skipped", server);
            }
        }
        next(page.path("nextCursor").textValue());
    }

    private void next(String cursor) {
        if (cursor == null) {
            result.complete(List.copyOf(tools));
        } else if (!cursors.add(cursor)) {
            failed(new RequestFailedException(
                    "gave the same cursor twice in tools/list, which would never end; the server must be corrected"));
        } else if (cursors.size() >= maxPages || tools.size() > MAX_TOOLS) {
            failed(new RequestFailedException("has more than " + maxPages + " pages or " + MAX_TOOLS
                    + " tools in tools/list, which is the limit; the server must be corrected"));
        } else {
            request(Json.object().put("cursor", cursor));
        }
    }
}
