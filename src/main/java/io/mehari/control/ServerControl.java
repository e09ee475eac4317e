package io.mehari.control;

import io.mehari.catalog.ToolSource;
import io.mehari.servers.ServerSwitch;
import io.mehari.text.NearestNames;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Stops, suspends and starts single servers. Either lets no tool call reach the server, by its route; a server that is
 * stopped is not connected either. Safe for concurrent use.
 */
public final class ServerControl {
    private final Upstreams upstreams;
    private final ServerSwitch connections;
    private final RouteControl routes;
    private final Clock clock;
    private final Map<String, RouteHold> held = new ConcurrentHashMap<>();

    ServerControl(Upstreams upstreams, ServerSwitch connections, RouteControl routes, Clock clock) {
        this.upstreams = upstreams;
        this.connections = connections;
        this.routes = routes;
        this.clock = clock;
    }

    /**
     * One server, and the route that leads to it.
     *
     * @param server its name
     * @return how it is now
     * @throws UnknownServerException if there is none
     */
    public ServerStatus status(String server) {
        Upstream upstream = find(server);
        return new ServerStatus(upstream.status(), upstream.name(), hold(server), routes.status(routeOf(server)));
    }

    /**
     * Refuses tool calls of a server, and leaves its connection as it is.
     *
     * @param server its name
     * @param by who asks
     * @return how it is then; ends with {@link UnknownServerException} if there is none
     */
    public CompletableFuture<ServerStatus> suspend(String server, String by) {
        return change(server, () -> {
            if (connections.isStopped(server)) {
                throw new RefusedControlException("The server " + server + " is stopped already, which is more");
            }
            held.put(server, new RouteHold(false, by, clock.instant()));
            return routes.suspend(routeOf(server), by);
        });
    }

    /**
     * Refuses tool calls of a server and ends its connection, once the calls in flight have ended.
     *
     * @param server its name
     * @param by who asks
     * @return how it is then; calls in flight may go on; ends with {@link UnknownServerException} if there is none
     */
    public CompletableFuture<ServerStatus> stop(String server, String by) {
        return change(server, () -> {
            Instant now = clock.instant();
            held.put(server, new RouteHold(true, by, now));
            return routes.suspend(routeOf(server), by).thenApply(route -> {
                connections.stop(server, sentence(server, by), now).exceptionally(failure -> null);
                return route;
            });
        });
    }

    /**
     * Lets calls reach a server again, and lets it connect if it was stopped.
     *
     * @param server its name
     * @param by who asks
     * @return how it is then; it may still be connecting; ends with {@link UnknownServerException} if there is none
     */
    public CompletableFuture<ServerStatus> start(String server, String by) {
        return change(server, () -> {
            connections.start(server).exceptionally(failure -> null);
            held.remove(server);
            return routes.start(routeOf(server), by);
        });
    }

    /** Servers that are stopped or suspended, by name; those that have been removed are not. */
    Map<String, RouteHold> held() {
        return held.entrySet().stream()
                .filter(entry -> upstreams.find(entry.getKey()).isPresent())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    /** Whether a route is held because its server is. */
    boolean isRouteOfHeld(String route) {
        return route.startsWith(ToolSource.UPSTREAM_ROUTE)
                && held.containsKey(route.substring(ToolSource.UPSTREAM_ROUTE.length()));
    }

    /** Forgets a server that is there no more; one of that name that comes later runs. */
    void removed(String server) {
        if (upstreams.find(server).isEmpty() && held.remove(server) != null) {
            routes.forget(routeOf(server));
        }
    }

    private interface Change {
        CompletableFuture<RouteStatus> begin();
    }

    private CompletableFuture<ServerStatus> change(String server, Change change) {
        find(server);
        return change.begin().thenApply(route -> status(server));
    }

    private Optional<RouteHold> hold(String server) {
        return Optional.ofNullable(held.get(server));
    }

    private static String routeOf(String server) {
        return ToolSource.UPSTREAM_ROUTE + server;
    }

    private static String sentence(String server, String by) {
        return by + " has stopped it; POST /api/v1/admin/servers/" + server + "/start lets it run again";
    }

    private Upstream find(String server) {
        return upstreams.find(server).orElseThrow(() -> {
            List<String> near = NearestNames.of(
                    server, upstreams.all().stream().map(Upstream::name).toList());
            return new UnknownServerException("No server that the gateway connects to has that name"
                    + (near.isEmpty()
                            ? "; GET /api/v1/servers lists all"
                            : "; did you mean " + String.join(", ", near) + "?"));
        });
    }
}
