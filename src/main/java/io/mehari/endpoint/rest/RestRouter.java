package io.mehari.endpoint.rest;

import io.mehari.catalog.ReservedNames;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.catalog.group.ToolGroup;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is at which path: the tools, and the routes that handlers bring. Immutable. */
final class RestRouter {
    private static final String GROUPS = "groups";
    private static final List<String> TOOLS = List.of("api", "v1", "tools");
    /** The path where one tool is called and described. */
    static final String TOOL_PATH = "/api/v1/tools/{server}/{tool}";

    /** The path where one tool of a group is called. */
    static final String GROUP_TOOL_PATH = "/groups/{group}/{server}/{tool}";

    private final Map<List<String>, Map<HttpMethod, Operation>> fixed = new HashMap<>();
    /** Routes with names in their paths, by the number of segments and the first one, which is no name. */
    private final Map<Integer, Map<String, List<RestRoute>>> templates = new HashMap<>();
    /** Operations at {@code {server}/{document}} below the prefix, by the document's name. */
    private final Map<String, Map<HttpMethod, Operation>> documents = new HashMap<>();

    private final String paths;
    private final PathPrefix prefix;
    private final Optional<String> singleServer;
    private final ServerAliases aliases;
    private final ToolGroups groups;

    /** What one method does at one path. */
    sealed interface Operation {
        /**
         * Who may use it.
         *
         * @return never null
         */
        AccessLevel level();

        /**
         * A call of one tool; the pipeline decides whether the tool exists.
         *
         * @param server name of the upstream, decoded and not empty
         * @param tool name of the tool, decoded and not empty
         */
        record Tool(String server, String tool) implements Operation {
            @Override
            public AccessLevel level() {
                return AccessLevel.CALL;
            }
        }

        /**
         * Everything else: a handler responds.
         *
         * @param level who may use it
         * @param handler responds
         */
        record Handled(AccessLevel level, RestHandler handler) implements Operation {}
    }

    /**
     * A router over the routes of all handlers.
     *
     * @param handlers bring the routes; no two have the same method and path
     * @param prefix path below which tools are called by the short form
     * @param singleServer server whose tools are reached without its name, too: the one of the command line
     * @throws IllegalArgumentException if two routes have the same method and path
     */
    RestRouter(List<RestRoute.Provider> handlers, PathPrefix prefix, Optional<String> singleServer) {
        this(handlers, prefix, singleServer, new ServerAliases());
    }

    /**
     * A router that knows servers by the names of their entries, too.
     *
     * @param handlers bring the routes; no two have the same method and path
     * @param prefix path below which tools are called by the short form
     * @param singleServer server whose tools are reached without its name, too: the one of the command line
     * @param aliases other names of servers in the short form
     * @throws IllegalArgumentException if two routes have the same method and path
     */
    RestRouter(
            List<RestRoute.Provider> handlers,
            PathPrefix prefix,
            Optional<String> singleServer,
            ServerAliases aliases) {
        this(handlers, prefix, singleServer, aliases, new ToolGroups(new GroupSettings(Map.of()), null, aliases));
    }

    /**
     * A router with tools below groups, too.
     *
     * @param handlers bring the routes; no two have the same method and path
     * @param prefix path below which tools are called by the short form
     * @param singleServer server whose tools are reached without its name, too: the one of the command line
     * @param aliases other names of servers in the short form
     * @param groups sets of tools that have paths of their own
     * @throws IllegalArgumentException if two routes have the same method and path
     */
    RestRouter(
            List<RestRoute.Provider> handlers,
            PathPrefix prefix,
            Optional<String> singleServer,
            ServerAliases aliases,
            ToolGroups groups) {
        this.groups = groups;
        List<RestRoute> routes =
                handlers.stream().flatMap(handler -> handler.routes().stream()).toList();
        this.prefix = prefix;
        this.singleServer = singleServer;
        this.aliases = aliases;
        this.paths = paths(routes, prefix);
        Set<String> seen = new HashSet<>();
        for (RestRoute route : routes) {
            if (!seen.add(route.method() + " " + route.path())) {
                throw new IllegalArgumentException("Two handlers serve " + route.method() + " " + route.path());
            }
            if (route.prefixed()) {
                add(documents.computeIfAbsent(route.segments().get(1), name -> new HashMap<>()), route);
            } else if (route.isFixed()) {
                add(fixed.computeIfAbsent(route.segments(), path -> new HashMap<>()), route);
            } else {
                templates
                        .computeIfAbsent(route.segments().size(), size -> new HashMap<>())
                        .computeIfAbsent(route.segments().get(0), first -> new ArrayList<>())
                        .add(route);
            }
        }
    }

    /**
     * The operations at a path, by method. A slash at its end is of no meaning.
     *
     * @param target target of the request
     * @return empty if nothing is served there
     */
    Map<HttpMethod, Operation> at(RequestTarget target) {
        List<String> path = withoutSlash(target.segments());
        List<String> called = prefix.rest(path);
        if (called.size() == 2 && !ReservedNames.isLike(called.get(0)) && isNamed(called, 0)) {
            return ofServer(new Operation.Tool(aliases.nameOf(called.get(0)), called.get(1)));
        }
        Map<HttpMethod, Operation> found = variable(path);
        if (found.isEmpty() && called.size() == 1 && singleServer.isPresent() && isFree(called.get(0))) {
            return Map.of(HttpMethod.POST, new Operation.Tool(singleServer.get(), called.get(0)));
        }
        return found.get(HttpMethod.POST) instanceof Operation.Tool ? found : withFixed(found, path);
    }

    /** A path of its own goes before one that names something: {@code letters/replay} before {@code letters/{id}}. */
    private Map<HttpMethod, Operation> withFixed(Map<HttpMethod, Operation> found, List<String> path) {
        Map<HttpMethod, Operation> own = fixed.getOrDefault(path, Map.of());
        if (found.isEmpty() || own.isEmpty()) {
            return own.isEmpty() ? found : own;
        }
        found.putAll(own);
        return found;
    }

    /**
     * Whether each server has a document of this name beside its tools.
     *
     * @param name last segment of its path
     * @return false where no handler brings one
     */
    boolean hasDocument(String name) {
        return documents.containsKey(name);
    }

    /**
     * What a request is told at whose path nothing is served.
     *
     * @return to be thrown; lists all paths
     */
    RequestRejectedException unknown() {
        return RequestRejectedException.of(RejectionReason.PATH_NOT_FOUND, explain());
    }

    private static List<String> withoutSlash(List<String> path) {
        int end = path.size() - 1;
        return end > 0 && path.get(end).isEmpty() && !path.get(end - 1).isEmpty() ? path.subList(0, end) : path;
    }

    /** A call of a tool; a tool may be called like one of the server's documents. */
    private Map<HttpMethod, Operation> ofServer(Operation.Tool tool) {
        Map<HttpMethod, Operation> read = documents.get(tool.tool());
        if (read == null) {
            return Map.of(HttpMethod.POST, tool);
        }
        Map<HttpMethod, Operation> found = new HashMap<>(read);
        found.put(HttpMethod.POST, tool);
        return found;
    }

    /** Operations at a path that names something: a tool, a server. */
    private Map<HttpMethod, Operation> variable(List<String> path) {
        Map<HttpMethod, Operation> found = new HashMap<>();
        if (path.size() == 5 && path.subList(0, 3).equals(TOOLS) && isNamed(path, 3)) {
            found.put(HttpMethod.POST, new Operation.Tool(path.get(3), path.get(4)));
        }
        if (path.size() == 4 && path.get(0).equals(GROUPS) && isNamed(path, 2)) {
            found.put(HttpMethod.POST, ofGroup(path.get(1), aliases.nameOf(path.get(2)), path.get(3)));
        }
        Map<String, List<RestRoute>> ofThisLength = templates.getOrDefault(path.size(), Map.of());
        if (!ofThisLength.isEmpty()) {
            ofThisLength.getOrDefault(path.get(0), List.of()).stream()
                    .filter(route -> route.matches(path))
                    .forEach(route -> add(found, route));
        }
        return found;
    }

    /** A call by way of a group; refused, once it is known that the caller may call, where the tool is not in it. */
    private Operation ofGroup(String name, String server, String tool) {
        Optional<ToolGroup> group = groups.find(name);
        if (group.isPresent() && group.get().contains(server, tool)) {
            return new Operation.Tool(server, tool);
        }
        return new Operation.Handled(AccessLevel.CALL, (request, target, context) -> {
            throw group.map(known -> GroupHandler.notInside(known, server, tool))
                    .orElseGet(() -> GroupHandler.unknown(groups, name));
        });
    }

    private static void add(Map<HttpMethod, Operation> operations, RestRoute route) {
        operations.put(route.method(), new Operation.Handled(route.level(), route.handler()));
    }

    private String explain() {
        String because = prefix.equals(PathPrefix.ROOT) ? "" : " (mehari.data.path-prefix is " + prefix + ")";
        return "Nothing is served at this path. Paths are POST " + prefix + "{server}/{tool}" + because + ", " + paths
                + "; encode a slash in a tool's name as %2F";
    }

    private static String paths(List<RestRoute> routes, PathPrefix prefix) {
        Map<String, TreeSet<String>> methods = new TreeMap<>();
        methods.computeIfAbsent(TOOL_PATH, path -> new TreeSet<>()).add(HttpMethod.POST.name());
        methods.computeIfAbsent(GROUP_TOOL_PATH, path -> new TreeSet<>()).add(HttpMethod.POST.name());
        routes.forEach(route -> methods.computeIfAbsent(
                        route.prefixed() ? prefix + route.path().substring(1) : route.path(), path -> new TreeSet<>())
                .add(route.method().name()));
        return methods.entrySet().stream()
                .map(entry -> String.join(" and ", entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private static boolean isFree(String segment) {
        return !segment.isEmpty() && !ReservedNames.contains(segment);
    }

    private static boolean isNamed(List<String> path, int from) {
        return !path.get(from).isEmpty() && !path.get(from + 1).isEmpty();
    }
}
