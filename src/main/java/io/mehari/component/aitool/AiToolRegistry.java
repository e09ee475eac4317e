package io.mehari.component.aitool;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.CamelContext;

/** The routes of one Camel context that are tools. Safe for concurrent use. */
public final class AiToolRegistry {
    private final Map<String, AiTool> tools = new ConcurrentSkipListMap<>();

    /** Ids of routes by the tools that are not to be called for the moment. */
    private final Map<String, String> suspended = new ConcurrentHashMap<>();

    private AiToolRegistry() {}

    /**
     * {@return the registry of a context, made at the first call}
     *
     * @param context a Camel context
     */
    public static AiToolRegistry of(CamelContext context) {
        var plugins = context.getCamelContextExtension();
        synchronized (context) {
            AiToolRegistry registry = plugins.getContextPlugin(AiToolRegistry.class);
            if (registry == null) {
                registry = new AiToolRegistry();
                plugins.addContextPlugin(AiToolRegistry.class, registry);
            }
            return registry;
        }
    }

    /** {@return a copy of all tools, those that are suspended as well, ordered by server and name} */
    public List<AiTool> tools() {
        return List.copyOf(tools.values());
    }

    /**
     * {@return the tool of this name under this server; empty if no route is that tool}
     *
     * @param server name of the server
     * @param name name of the tool
     */
    public Optional<AiTool> find(String server, String name) {
        return Optional.ofNullable(tools.get(key(server, name)));
    }

    /**
     * Adds the tool of a route that starts.
     *
     * @param tool the tool
     * @throws IllegalStateException if another route is a tool of that name under that server
     */
    void add(AiTool tool) {
        if (tools.putIfAbsent(key(tool.server(), tool.name()), tool) != null) {
            throw new IllegalStateException(
                    "Two routes offer the tool " + tool.name() + " under server " + tool.server());
        }
    }

    /**
     * {@return the id of the route of this tool if it is not to be called for the moment}
     *
     * @param tool listed here
     */
    public Optional<String> suspendedRoute(AiTool tool) {
        return suspended.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(suspended.get(key(tool.server(), tool.name())));
    }

    /** Lets the tool of a route be called no more. */
    void suspend(AiTool tool, String route) {
        suspended.put(key(tool.server(), tool.name()), route);
    }

    /** Lets the tool of a route be called again. */
    void resume(AiTool tool) {
        suspended.remove(key(tool.server(), tool.name()));
    }

    /** Removes the tool of a route that stops; null, for a route that never started, does nothing. */
    void remove(AiTool tool) {
        if (tool != null) {
            tools.remove(key(tool.server(), tool.name()), tool);
            resume(tool);
        }
    }

    private static String key(String server, String name) {
        return server + "\n" + name;
    }
}
