package io.mehari.component.aioffer;

import io.mehari.component.aioffer.OfferedRoute.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.CamelContext;

/** The routes of one Camel context that are resources, templates or prompts. Safe for concurrent use. */
public final class OfferRegistry {
    private final Map<String, OfferedRoute> routes = new ConcurrentSkipListMap<>();

    private OfferRegistry() {}

    /**
     * The registry of a context.
     *
     * @param context a Camel context
     * @return made at the first call; the same from then on
     */
    public static OfferRegistry of(CamelContext context) {
        var plugins = context.getCamelContextExtension();
        synchronized (context) {
            OfferRegistry registry = plugins.getContextPlugin(OfferRegistry.class);
            if (registry == null) {
                registry = new OfferRegistry();
                plugins.addContextPlugin(OfferRegistry.class, registry);
            }
            return registry;
        }
    }

    /**
     * All of them.
     *
     * @return a copy, ordered by server, kind and key
     */
    public List<OfferedRoute> all() {
        return List.copyOf(routes.values());
    }

    /**
     * The prompt of this name.
     *
     * @param server name of the server
     * @param name name of the prompt
     * @return empty if no running route is that prompt
     */
    public Optional<OfferedRoute> prompt(String server, String name) {
        return Optional.ofNullable(routes.get(key(server, Kind.PROMPT, name)));
    }

    /**
     * The route that reads an address: the resource of this very address, else the first template that matches it.
     *
     * @param server name of the server
     * @param uri the address
     * @return empty if no running route reads it
     */
    public Optional<OfferedRoute> resource(String server, String uri) {
        OfferedRoute fixed = routes.get(key(server, Kind.RESOURCE, uri));
        if (fixed != null) {
            return Optional.of(fixed);
        }
        return routes.values().stream()
                .filter(route -> route.server().equals(server))
                .filter(route -> route.template()
                        .filter(template -> template.match(uri).isPresent())
                        .isPresent())
                .findFirst();
    }

    /**
     * Adds a route that starts.
     *
     * @param route what it is
     * @throws IllegalStateException if another route is that already
     */
    void add(OfferedRoute route) {
        if (routes.putIfAbsent(key(route.server(), route.kind(), route.key()), route) != null) {
            throw new IllegalStateException("Two routes are the " + route.title() + " under server " + route.server());
        }
    }

    /**
     * Removes a route that stops.
     *
     * @param route what it was; null, for a route that never started, does nothing
     */
    void remove(OfferedRoute route) {
        if (route != null) {
            routes.remove(key(route.server(), route.kind(), route.key()), route);
        }
    }

    private static String key(String server, Kind kind, String key) {
        return server + "\n" + kind.ordinal() + "\n" + key;
    }
}
