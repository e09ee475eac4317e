package io.mehari.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolRoutes;
import io.mehari.catalog.ToolSource;
import io.mehari.catalog.UsedTools;
import io.mehari.component.aitool.AiTool;
import io.mehari.component.aitool.AiToolRegistry;
import io.mehari.component.generation.Generation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tools that are routes of the generation that serves, as the catalogue lists them. Used by one thread at a time. */
final class GenerationTools {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationTools.class);

    /** Route that reaches tools which are routes. */
    private static final String TOOL_ROUTE = "camel-tools";

    private final ToolCatalog catalog;
    private final ToolRoutes tools;
    private Set<String> toolServers = Set.of();

    /**
     * Nothing is listed yet.
     *
     * @param catalog where tools that are routes are listed
     * @param tools what is configured for tools that are routes
     */
    GenerationTools(ToolCatalog catalog, ToolRoutes tools) {
        this.catalog = catalog;
        this.tools = tools;
    }

    /**
     * Lists the tools of a generation in place of those of the one before.
     *
     * @param generation about to serve
     */
    void publish(Generation generation) {
        Map<String, List<ObjectNode>> byServer = new TreeMap<>();
        Map<String, UsedTools> uses = new HashMap<>();
        for (AiTool tool : AiToolRegistry.of(generation.context()).tools()) {
            byServer.computeIfAbsent(tool.server(), server -> new ArrayList<>()).add(tool.definition());
            uses.put(
                    tool.server() + "/" + tool.name(),
                    RouteUses.of((DefaultCamelContext) generation.context(), tool.server(), tool.name()));
        }
        byServer.forEach((server, tools) -> catalog.replace(sourceOf(server, generation, uses), tools));
        warnOfUnknown(byServer);
        Set<String> gone = new HashSet<>(toolServers);
        gone.removeAll(byServer.keySet());
        gone.forEach(catalog::remove);
        toolServers = Set.copyOf(byServer.keySet());
    }

    private void warnOfUnknown(Map<String, List<ObjectNode>> byServer) {
        Set<String> unknown = new TreeSet<>(tools.limits().toolCalls().keySet());
        byServer.forEach((server, listed) -> listed.forEach(tool -> {
            unknown.remove(tool.path("name").asText());
            unknown.remove(server + "/" + tool.path("name").asText());
        }));
        if (!unknown.isEmpty()) {
            LOG.warn("mcp-servers.json has limits under \"camel\" for tools that no route is: {}", unknown);
        }
    }

    private ToolSource sourceOf(String server, Generation generation, Map<String, UsedTools> uses) {
        ToolRoutes.Limits limits = tools.limits();
        return new ToolSource(
                server,
                TOOL_ROUTE,
                generation.fingerprint(),
                limits.tools(),
                true, // the hints of a route are the operator's own words
                limits.calls(),
                tool -> limits.callsOf(server, tool),
                true,
                tool -> uses.getOrDefault(server + "/" + tool, UsedTools.NONE));
    }
}
