package io.mehari.endpoint.mcp;

import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.ToolGroup;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.catalog.offer.OfferCatalog;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.text.NearestNames;
import java.util.List;

/** What a client sees of the gateway, by the path it asks at. Safe for concurrent use. */
final class McpPaths {
    private static final String GROUPS = "groups";

    private final ToolCatalog catalog;
    private final OfferCatalog offers;
    private final ToolGroups groups;
    private final ServerAliases aliases;

    McpPaths(ToolCatalog catalog, OfferCatalog offers, ToolGroups groups, ServerAliases aliases) {
        this.catalog = catalog;
        this.offers = offers;
        this.groups = groups;
        this.aliases = aliases;
    }

    /**
     * {@return the view at a path}
     *
     * @param segments decoded ones behind the endpoint's own; a slash at the end is of no meaning
     * @throws RequestRejectedException if there is no such server or group
     */
    McpView at(List<String> segments) {
        List<String> path =
                !segments.isEmpty() && segments.get(segments.size() - 1).isEmpty()
                        ? segments.subList(0, segments.size() - 1)
                        : segments;
        if (path.isEmpty()) {
            return McpView.ALL;
        }
        if (path.size() == 1) {
            return server(path.get(0));
        }
        if (path.size() == 2 && path.get(0).equals(GROUPS)) {
            return group(path.get(1));
        }
        throw RequestRejectedException.notFound(
                "Nothing is served at this path. Paths are /mcp for all servers, /mcp/{server} for one and"
                        + " /mcp/groups/{group} for a tool group");
    }

    private McpView server(String name) {
        String known = aliases.nameOf(name);
        if (catalog.hasServer(known) || offers.servers().contains(known)) {
            return McpView.ofServer(known);
        }
        throw RequestRejectedException.notFound("There is no server named " + NearestNames.quoted(name)
                + NearestNames.suggestion(name, catalog.servers()));
    }

    private McpView group(String name) {
        if (groups.find(name).isPresent()) {
            return McpView.ofGroup(name);
        }
        List<String> names = groups.all().stream().map(ToolGroup::name).toList();
        throw RequestRejectedException.notFound("There is no tool group named " + NearestNames.quoted(name)
                + (names.isEmpty() ? "; none is configured, see mehari.groups" : NearestNames.suggestion(name, names)));
    }
}
