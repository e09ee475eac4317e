package io.mehari.routes;

import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Loads the routes that exist once, with listeners and timers, into the context that is there as long as the gateway. */
public final class FixedRoutes {
    private FixedRoutes() {}

    /**
     * Loads the files, one after the other.
     *
     * @param context has not been started
     * @param files those of {@link RouteFiles#FIXED}
     * @throws InvalidRoutesException naming the first one that is invalid, or a circle of routes
     */
    public static void load(DefaultCamelContext context, List<RouteFile> files) {
        RouteOrigins origins = RouteOrigins.in(context);
        for (RouteFile file : files) {
            byte[] prepared = file.prepared();
            try {
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(ResourceHelper.fromBytes("file:" + file.name(), prepared));
            } catch (Exception | LinkageError e) {
                throw new InvalidRoutesException(file.name() + ": " + RouteMistake.describe(context, e), e);
            }
        }
        for (RouteDefinition route : context.getRouteDefinitions()) {
            origins.add(route.getId(), RouteOrigins.nameOf(route.getResource()));
        }
        RouteCycles.refuse(context, origins);
    }
}
