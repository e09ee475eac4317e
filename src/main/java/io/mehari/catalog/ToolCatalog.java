package io.mehari.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.schema.SchemaCompiler;
import io.mehari.catalog.schema.ToolSchema;
import io.mehari.protocol.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tools of all servers. Each server's tools are replaced as a whole, so a reader never sees half a list. What tools
 * that are made of others do not say of themselves is derived anew with each change. Reads take no lock; safe for
 * concurrent use.
 */
public final class ToolCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(ToolCatalog.class);

    /** Stands for the name of any tool that its server does not list; no server lists such a name. */
    private static final String UNLISTED = "(unlisted)";

    private final SchemaCompiler schemas;

    private final Map<String, Map<String, Tool>> byServer = new ConcurrentSkipListMap<>();

    /** The same in one list, so that a page of it costs as much as its entries, however many tools there are. */
    private volatile List<Tool> all = List.of();

    private final AtomicLong revision = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Guarded by this. */
    private final CompositeTools composites = new CompositeTools();

    /** An empty catalogue with a compiler of its own, whose thread ends when it has nothing to do. */
    public ToolCatalog() {
        this(new SchemaCompiler());
    }

    /**
     * An empty catalogue.
     *
     * @param schemas compiles the schemas of tools beside the threads that bring them
     */
    public ToolCatalog(SchemaCompiler schemas) {
        this.schemas = schemas;
    }

    /**
     * Replaces the tools of one server. Their schemas are compiled afterwards, on another thread.
     *
     * @param source the server; tools that are not allowed are left out
     * @param definitions MCP tool definitions; of two with one name the first is used
     */
    public void replace(ToolSource source, List<ObjectNode> definitions) {
        Map<String, Tool> tools = new LinkedHashMap<>();
        for (ObjectNode definition : definitions) {
            String name = definition.path("name").asText("");
            if (name.isEmpty() || !source.tools().has(name)) {
                continue;
            }
            if (tools.containsKey(name)) {
                LOG.warn("Server {} lists tool {} twice; the first one is used", source.server(), name);
            } else {
                tools.put(name, toolOf(source, name, definition));
            }
        }
        synchronized (this) {
            byServer.put(source.server(), tools);
            composites.replace(source, tools.values());
            changed();
        }
        schemas.compile(
                source.server(), tools.values().stream().map(Tool::schema).toList());
    }

    /** Something has changed by which tools are shown, such as groups: whatever was made of the catalogue is made anew. */
    public void shownOtherwise() {
        synchronized (this) {
            changed();
        }
    }

    private void changed() {
        flatten();
        listeners.forEach(Runnable::run);
    }

    private synchronized void flatten() {
        Map<String, List<Tool>> derived = new HashMap<>();
        composites
                .derived(flat())
                .forEach(tool -> derived.computeIfAbsent(tool.server(), s -> new ArrayList<>())
                        .add(tool));
        derived.forEach((server, tools) -> {
            Map<String, Tool> whole = new LinkedHashMap<>(byServer.get(server));
            tools.forEach(tool -> whole.put(tool.name(), tool));
            byServer.put(server, whole);
        });
        all = flat();
        revision.incrementAndGet();
    }

    private List<Tool> flat() {
        return byServer.values().stream()
                .flatMap(tools -> tools.values().stream())
                .toList();
    }

    /**
     * Adds a listener.
     *
     * @param listener run after each change of the tools, on the thread that made it: must not block
     */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * A number for what is in the catalogue: whoever made something of the tools looks here whether it still holds. Whoever
     * asks before reading makes nothing that is older than its number.
     *
     * @return another number after every change, never less than before
     */
    public long revision() {
        return revision.get();
    }

    private Tool toolOf(ToolSource source, String name, ObjectNode definition) {
        ToolSchema schema = schemas.schema(definition.get("inputSchema"));
        schema.whenReady(() -> report(source.server(), name, schema));
        return new Tool(
                source.server(),
                name,
                definition,
                schema,
                source.callsOf().apply(name),
                source.trustAnnotations(),
                source.bulkheadOf(name),
                source.route(),
                source.fingerprint());
    }

    /**
     * A tool that a server does not list, as far as it can be known: it may be called all the same by whoever sees that
     * server only. All such tools of a server share one circuit breaker, take any arguments and are not cached.
     *
     * @param source the server
     * @return not in the catalogue
     */
    public static Tool unlisted(ToolSource source) {
        return new Tool(
                source.server(),
                UNLISTED,
                Json.object(),
                ToolSchema.of(null),
                source.calls().uncached(),
                false,
                source.server(),
                source.route(),
                source.fingerprint());
    }

    private static void report(String server, String tool, ToolSchema schema) {
        schema.problem()
                .ifPresent(problem -> LOG.warn(
                        "Server {}: the input schema of tool {} does not compile, so its arguments are not checked: {}",
                        server,
                        tool,
                        problem));
        if (!schema.dropped().isEmpty()) {
            LOG.warn(
                    "Server {}: in the input schema of tool {} is what is not understood and left out of checks: {}",
                    server,
                    tool,
                    String.join("; ", schema.dropped()));
        }
    }

    /**
     * Adds a server that has no tools yet, so that callers learn that it is joining rather than unknown.
     *
     * @param server name of the server; nothing changes if it is known
     */
    public void announce(String server) {
        if (byServer.putIfAbsent(server, Map.of()) == null) {
            revision.incrementAndGet();
        }
    }

    /**
     * Removes a server and its tools.
     *
     * @param server name of the server; nothing changes if it is unknown
     */
    public void remove(String server) {
        synchronized (this) {
            byServer.remove(server);
            composites.remove(server);
            changed();
        }
        schemas.compile(server, List.of());
    }

    /**
     * Whether a server is known, even if it has no tools yet.
     *
     * @param server name of the server
     * @return true from {@link #announce} or {@link #replace} until {@link #remove}
     */
    public boolean hasServer(String server) {
        return byServer.containsKey(server);
    }

    /**
     * The names of all servers.
     *
     * @return a copy, in alphabetical order
     */
    public List<String> servers() {
        return List.copyOf(byServer.keySet());
    }

    /**
     * The tool of this name at this server.
     *
     * @param server name of the server
     * @param tool name of the tool
     * @return empty if the server is unknown or has no such tool
     */
    public Optional<Tool> find(String server, String tool) {
        return Optional.ofNullable(byServer.getOrDefault(server, Map.of()).get(tool));
    }

    /**
     * The tools of one server.
     *
     * @param server name of the server
     * @return a copy, in the order in which the server lists them; empty if the server is unknown
     */
    public List<Tool> tools(String server) {
        return List.copyOf(byServer.getOrDefault(server, Map.of()).values());
    }

    /**
     * All tools.
     *
     * @return immutable; by server name, then in the order in which the server lists them
     */
    public List<Tool> tools() {
        return all;
    }
}
