package io.mehari.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.upstream.UpstreamSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tools of all servers. Each server's tools are replaced as a whole, so a reader never sees half a list.
 * Reads take no lock; safe for concurrent use.
 */
public final class ToolCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(ToolCatalog.class);

    private final Map<String, Map<String, Tool>> byServer = new ConcurrentSkipListMap<>();

    /**
     * Replaces the tools of one server.
     *
     * @param settings of the server; disabled tools are left out
     * @param definitions MCP tool definitions; of two with one name the first wins
     * @param route name of the direct: route that reaches the server
     */
    public void replace(UpstreamSettings settings, List<ObjectNode> definitions, String route) {
        Map<String, Tool> tools = new LinkedHashMap<>();
        for (ObjectNode definition : definitions) {
            String name = definition.path("name").asText("");
            if (name.isEmpty() || settings.disabledTools().contains(name)) {
                continue;
            }
            Tool tool = new Tool(
                    settings.name(),
                    name,
                    definition,
                    ToolSchema.of(definition.get("inputSchema")),
                    settings.callsOf(name),
                    route,
                    settings.fingerprint());
            tool.schema()
                    .problem()
                    .ifPresent(problem -> LOG.warn(
                            "Server {}: the input schema of tool {} does not compile, its arguments pass unchecked: {}",
                            settings.name(),
                            name,
                            problem));
            if (tools.putIfAbsent(name, tool) != null) {
                LOG.warn("Server {} lists tool {} twice; the first one is used", settings.name(), name);
            }
        }
        byServer.put(settings.name(), tools);
    }

    /** Makes a server known that has no tools yet, so that callers learn it is joining rather than unknown. */
    public void announce(String server) {
        byServer.putIfAbsent(server, Map.of());
    }

    /** Forgets a server and its tools. */
    public void remove(String server) {
        byServer.remove(server);
    }

    /** Whether a server of this name is known, even if it has no tools yet. */
    public boolean hasServer(String server) {
        return byServer.containsKey(server);
    }

    /** Names of all servers, in alphabetical order. */
    public List<String> servers() {
        return List.copyOf(byServer.keySet());
    }

    /** The tool of this name at this server. */
    public Optional<Tool> find(String server, String tool) {
        return Optional.ofNullable(byServer.getOrDefault(server, Map.of()).get(tool));
    }

    /** The tools of one server, in the order it lists them; empty if the server is not known. */
    public List<Tool> tools(String server) {
        return List.copyOf(byServer.getOrDefault(server, Map.of()).values());
    }

    /** All tools, by server name and then in the order the server lists them. */
    public List<Tool> tools() {
        List<Tool> all = new ArrayList<>();
        byServer.values().forEach(tools -> all.addAll(tools.values()));
        return all;
    }
}
