package io.mehari.routes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Loads the routes that exist once, with listeners and timers, into a context of their own. */
public final class FixedRoutes {
    private FixedRoutes() {}

    /**
     * Loads the files, one after the other.
     *
     * @param context has not been started
     * @param files those of {@link RouteFiles#FIXED}
     * @throws InvalidRoutesException naming the first one that is invalid, two routes of one id, or a circle of routes
     */
    public static void load(DefaultCamelContext context, List<RouteFile> files) {
        RouteOrigins origins = RouteOrigins.in(context);
        Map<String, String> fileById = new HashMap<>();
        for (RouteFile file : files) {
            load(context, file);
            for (RouteDefinition route : context.getRouteDefinitions()) {
                if (RouteOrigins.nameOf(route.getResource()).equals(file.name())) {
                    refuseSecond(route.getId(), file, fileById);
                }
            }
        }
        for (RouteDefinition route : context.getRouteDefinitions()) {
            origins.add(route, RouteOrigins.nameOf(route.getResource()));
        }
        RouteCycles.refuse(context, origins);
    }

    private static void load(DefaultCamelContext context, RouteFile file) {
        byte[] prepared = file.prepared();
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromBytes("file:" + file.name(), prepared));
        } catch (Exception | LinkageError e) {
            throw InvalidRoutesException.ofStart(file.name() + ": " + RouteMistake.describe(context, e), e);
        }
    }

    /** Camel would put it silently into the first one's place. */
    private static void refuseSecond(String id, RouteFile file, Map<String, String> fileById) {
        String first = fileById.putIfAbsent(id, file.name());
        if (first != null && !first.equals(file.name())) {
            throw new InvalidRoutesException(
                    file.name() + ": its route id " + id + " is that of " + first + " too", null);
        }
    }
}
