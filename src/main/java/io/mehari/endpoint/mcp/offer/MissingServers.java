package io.mehari.endpoint.mcp.offer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.group.ToolGroup;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.protocol.Json;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.util.List;

/** Which servers of a view are not there at the moment, so that its lists may lack entries. Safe for concurrent use. */
public final class MissingServers {
    private final Upstreams upstreams;
    private final ToolGroups groups;

    /**
     * Looks at these servers.
     *
     * @param upstreams connections to all servers
     * @param groups the configured groups
     */
    public MissingServers(Upstreams upstreams, ToolGroups groups) {
        this.upstreams = upstreams;
        this.groups = groups;
    }

    /**
     * The servers of a view.
     *
     * @param view which part of the gateway
     * @return by name
     */
    public List<Upstream> servers(McpView view) {
        return switch (view.kind()) {
            case ALL -> List.copyOf(upstreams.all());
            case SERVER -> upstreams.find(view.name()).stream().toList();
            case GROUP ->
                groups.find(view.name())
                        .map(group -> upstreams.all().stream()
                                .filter(upstream -> isIn(group, upstream))
                                .toList())
                        .orElse(List.of());
        };
    }

    /**
     * Whether a view has a server.
     *
     * @param view which part of the gateway
     * @param server its name
     * @return true if lists of the view may have entries of it
     */
    public boolean has(McpView view, String server) {
        return switch (view.kind()) {
            case ALL -> true;
            case SERVER -> view.name().equals(server);
            case GROUP ->
                groups.find(view.name()).filter(group -> group.concerns(server)).isPresent();
        };
    }

    private static boolean isIn(ToolGroup group, Upstream upstream) {
        return group.concerns(upstream.name());
    }

    /**
     * Says which servers are not there.
     *
     * @param view whose servers
     * @return an array of {@code server}, {@code state} and {@code reason}; empty if all are there
     */
    ArrayNode of(McpView view) {
        ArrayNode missing = Json.MAPPER.createArrayNode();
        for (Upstream upstream : servers(view)) {
            String state = word(upstream.state());
            if (!state.isEmpty()) {
                ObjectNode entry = missing.addObject();
                entry.put("server", upstream.name()).put("state", state);
                entry.put(
                        "reason",
                        upstream.status()
                                .lastError()
                                .map(error -> "it " + error)
                                .orElse("it is being started"));
            }
        }
        return missing;
    }

    private static String word(UpstreamState state) {
        return switch (state) {
            case NEW, JOINING -> "joining";
            case WAITING -> "down";
            case MISCONFIGURED -> "misconfigured";
            case READY, STOPPED -> "";
        };
    }
}
