package io.mehari.routes;

import io.mehari.component.aitool.AiTool;
import io.mehari.component.aitool.AiToolEndpoint;
import io.mehari.text.Causes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Loads route files and remembers which route came from which, so that a message can name the file to fix. */
final class RouteOrigins {
    private static final String UNKNOWN = "The set of route files";

    private final Map<String, String> fileById = new HashMap<>();

    private RouteOrigins() {}

    /**
     * Loads the files, one after the other.
     *
     * @throws InvalidRoutesException naming the first one that is invalid
     */
    static RouteOrigins load(DefaultCamelContext context, List<RouteFile> files) {
        RouteOrigins origins = new RouteOrigins();
        for (RouteFile file : files) {
            origins.load(context, file);
        }
        return origins;
    }

    private void load(DefaultCamelContext context, RouteFile file) {
        int before = context.getRouteDefinitions().size();
        try {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromBytes("file:" + file.name(), file.content()));
        } catch (Exception e) {
            throw new InvalidRoutesException(file.name() + ": " + Causes.of(e), e);
        }
        List<RouteDefinition> routes = context.getRouteDefinitions();
        int expected = holdsRoute(file) ? 1 : 0;
        if (routes.size() - before != expected) {
            throw new InvalidRoutesException(file.name() + ": " + miscount(expected, routes, before), null);
        }
        if (expected == 1) {
            add(routes.get(before).getId(), file.name());
        }
    }

    /** A second route of one id silently takes the first one's place, which then is missing here. */
    private String miscount(int expected, List<RouteDefinition> routes, int before) {
        if (expected == 0) {
            return "a file in this folder holds no route";
        }
        String id = routes.isEmpty() ? null : routes.get(routes.size() - 1).getId();
        return routes.size() == before && fileById.containsKey(id)
                ? "its route id " + id + " is that of " + fileById.get(id) + " too, or it holds no route"
                : "a file holds exactly one route";
    }

    private static boolean holdsRoute(RouteFile file) {
        return !file.name().startsWith("configuration/") && !file.name().endsWith(".kamelet.yaml");
    }

    /** Remembers where a route comes from. */
    void add(String id, String file) {
        fileById.put(id, file);
    }

    /** The file that a route comes from. */
    String fileOf(String id) {
        return fileById.getOrDefault(id, UNKNOWN);
    }

    /** The file of the route that could not be made or started. */
    String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException create) {
                return fileById.getOrDefault(create.getRouteId(), UNKNOWN);
            }
            if (cause instanceof FailedToStartRouteException start) {
                return fileById.getOrDefault(start.getRouteId(), UNKNOWN);
            }
        }
        return UNKNOWN;
    }

    /** The file of a route that is a tool. */
    String ofTool(DefaultCamelContext context, AiTool tool) {
        for (Route route : context.getRoutes()) {
            if (route.getEndpoint() instanceof AiToolEndpoint endpoint
                    && endpoint.getToolName().equals(tool.name())
                    && endpoint.getServer().equals(tool.server())) {
                return fileById.getOrDefault(route.getRouteId(), UNKNOWN);
            }
        }
        return UNKNOWN;
    }
}
