package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.protocol.Json;
import io.mehari.upstream.Upstreams;

/**
 * Knows who completes arguments. A view of all servers says that it does, whichever servers there are: what a server cannot
 * complete has no values there. Safe for concurrent use.
 */
public final class Completions {
    private final Upstreams upstreams;

    /**
     * Knows these servers.
     *
     * @param upstreams connections to all servers
     */
    public Completions(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    /** Whether the owner is to be asked: not a route, and not a server that says it does not complete. */
    boolean isOffered(McpView view, Owner owner) {
        if (owner.route()) {
            return false;
        }
        ObjectNode capabilities = upstreams
                .find(owner.server())
                .map(upstream -> upstream.capabilities())
                .orElseGet(Json::object);
        return view.isServer() || capabilities.isEmpty() || capabilities.has("completions");
    }

    /** The result without values. */
    static ObjectNode none() {
        ObjectNode result = Json.object();
        result.putObject("completion").put("total", 0).put("hasMore", false).putArray("values");
        return result;
    }
}
