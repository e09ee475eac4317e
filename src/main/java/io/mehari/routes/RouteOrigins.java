package io.mehari.routes;

import io.mehari.component.aitool.AiTool;
import io.mehari.component.aitool.AiToolEndpoint;
import io.mehari.text.Causes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Loads route files and remembers which route came from which, so that a message can name the file to fix. */
final class RouteOrigins {
    private static final String UNKNOWN = "The set of route files";

    private static final String FILE = "file:";

    private final Map<String, String> fileById = new HashMap<>();
    private final Map<String, Integer> lineById = new HashMap<>();

    private RouteOrigins() {}

    /** Those of a context whose route files have been loaded. */
    static RouteOrigins of(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(RouteOrigins.class);
    }

    /** Name of the route file that a resource was made of. */
    static String nameOf(Resource resource) {
        String location = resource == null ? UNKNOWN : resource.getLocation();
        return location.startsWith(FILE) ? location.substring(FILE.length()) : location;
    }

    /**
     * Loads the files, one after the other.
     *
     * @throws InvalidRoutesException naming the first one that is invalid
     */
    static RouteOrigins load(DefaultCamelContext context, List<RouteFile> files) {
        RouteOrigins origins = new RouteOrigins();
        context.getCamelContextExtension().addContextPlugin(RouteOrigins.class, origins);
        for (RouteFile file : files) {
            origins.load(context, file);
        }
        return origins;
    }

    private void load(DefaultCamelContext context, RouteFile file) {
        int before = context.getRouteDefinitions().size();
        try {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromBytes(FILE + file.name(), file.content()));
        } catch (Exception e) {
            throw new InvalidRoutesException(file.name() + ": " + Causes.of(e), e);
        }
        List<RouteDefinition> routes = context.getRouteDefinitions();
        int expected = holdsRoute(file) ? 1 : 0;
        if (routes.size() - before != expected) {
            throw new InvalidRoutesException(file.name() + ": " + miscount(expected, routes, before), null);
        }
        if (expected == 1) {
            RouteDefinition route = routes.get(before);
            add(route.getId(), file.name());
            lineById.put(route.getId(), route.getInput().getLineNumber());
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

    /** The file that a route comes from, and the line of its {@code from} where it is known. */
    String placeOf(String id) {
        Integer line = lineById.get(id);
        return fileOf(id) + (line == null || line <= 0 ? "" : ", line " + line);
    }

    /** The component that a route starts from, as its file says it. */
    String schemeOf(DefaultCamelContext context, Route route) {
        String uri = context.getRouteDefinition(route.getRouteId()).getInput().getEndpointUri();
        int colon = uri.indexOf(':');
        return colon < 0 ? uri : uri.substring(0, colon);
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
