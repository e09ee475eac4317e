package io.mehari.endpoint.mcp.method;

import io.mehari.catalog.AggregatedNames;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.util.Optional;

/**
 * Finds the server that an aggregated name means although no list has the name: one that is not there at the moment, whose
 * lists may not be known. Whoever asks it learns that it is away, not that the name is wrong. Safe for concurrent use.
 */
public final class AwayServers {
    private final Upstreams upstreams;
    private final ToolGroups groups;

    /**
     * Finds servers.
     *
     * @param upstreams connections to all servers
     * @param groups the configured groups
     */
    public AwayServers(Upstreams upstreams, ToolGroups groups) {
        this.upstreams = upstreams;
        this.groups = groups;
    }

    /**
     * The server that a name begins with.
     *
     * @param view in which the name was not found; not of one server
     * @param name such as {@code server__name}
     * @return empty if there is no such server in the view, or if it is there
     */
    Optional<String> of(McpView view, String name) {
        return AggregatedNames.serverOf(name)
                .filter(server -> upstreams
                        .find(server)
                        .filter(upstream -> upstream.state() != UpstreamState.READY)
                        .isPresent())
                .filter(server -> view.kind() == McpView.Kind.ALL
                        || groups.find(view.name())
                                .filter(group -> group.contains(server, AggregatedNames.nameOf(name)))
                                .isPresent());
    }

    /**
     * The server that a name begins with, whether it is there or not: to clients that can be asked, over connections of
     * their own, servers may list more than the gateway knows of.
     *
     * @param name such as {@code server__name}
     * @return empty if there is no such server
     */
    Optional<String> any(String name) {
        return AggregatedNames.serverOf(name)
                .filter(server -> upstreams.find(server).isPresent());
    }
}
