package io.mehari.routes;

import io.mehari.component.aioffer.OfferEndpoint;
import io.mehari.component.aioffer.OfferedRoute;
import io.mehari.component.aitool.AiTool;
import io.mehari.component.aitool.AiToolEndpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
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
    private final Map<String, RouteFile> sourceById = new HashMap<>();
    private final Map<String, Integer> lineById = new HashMap<>();

    private final List<String> warnings = new ArrayList<>();

    private RouteOrigins() {}

    /** Makes those of a context into which no route file has been loaded. */
    static RouteOrigins in(CamelContext context) {
        RouteOrigins origins = new RouteOrigins();
        context.getCamelContextExtension().addContextPlugin(RouteOrigins.class, origins);
        return origins;
    }

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
        RouteOrigins origins = in(context);
        for (RouteFile file : files) {
            origins.load(context, file);
        }
        return origins;
    }

    private void load(DefaultCamelContext context, RouteFile file) {
        int before = context.getRouteDefinitions().size();
        byte[] prepared = file.prepared();
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromBytes(FILE + file.name(), prepared));
        } catch (Exception | LinkageError | StackOverflowError e) {
            throw InvalidRoutesException.ofStart(file.name() + ": " + RouteMistake.describe(context, e), e);
        }
        List<RouteDefinition> routes = context.getRouteDefinitions();
        int expected = holdsRoute(file) ? 1 : 0;
        if (routes.size() - before != expected) {
            throw new InvalidRoutesException(file.name() + ": " + miscount(file, expected, routes, before), null);
        }
        if (expected == 1) {
            RouteDefinition route = routes.get(before);
            add(route, file.name());
            sourceById.put(route.getId(), file);
        }
    }

    /** Ids of routes whose files are other ones than these, or were not there. */
    Set<String> changedSince(RouteOrigins before) {
        return sourceById.entrySet().stream()
                .filter(route -> !route.getValue().equals(before.sourceById.get(route.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A second route of one id silently takes the first one's place, which then is missing here. */
    private String miscount(RouteFile file, int expected, List<RouteDefinition> routes, int before) {
        if (expected == 0) {
            return "a file in this folder holds no route: move the route to pipeline/ or tools/";
        }
        if (routes.size() > before) {
            return "a file holds exactly one route";
        }
        for (RouteDefinition route : routes) {
            String here = nameOf(route.getResource());
            String first = fileById.get(route.getId());
            if (here.equals(file.name()) && first != null) {
                return "its route id " + route.getId() + " is that of " + first + " too";
            }
        }
        return "it holds no route: write \"- route:\" with \"from:\" in it; beans belong to configuration/";
    }

    private static boolean holdsRoute(RouteFile file) {
        return !file.name().startsWith("configuration/") && !file.name().endsWith(".kamelet.yaml");
    }

    /**
     * Remembers where a route comes from, and its line. Lets its steps have ids of their own: Camel compares those of all
     * routes, and two files may well have a step {@code ask}.
     */
    void add(RouteDefinition route, String file) {
        if (route.getNodePrefixId() == null) {
            route.setNodePrefixId(route.getId() + ".");
        }
        add(route.getId(), file);
        lineById.put(route.getId(), route.getInput().getLineNumber());
    }

    /** Remembers where a route comes from. */
    void add(String id, String file) {
        fileById.put(id, file);
    }

    /** Adds what is odd about the files although they can be run. */
    void warn(List<String> odd) {
        warnings.addAll(odd);
    }

    /** What is odd about the files although they can be run. */
    List<String> warnings() {
        return List.copyOf(warnings);
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
                return placeOf(create.getRouteId());
            }
            if (cause instanceof FailedToStartRouteException start) {
                return placeOf(start.getRouteId());
            }
        }
        return UNKNOWN;
    }

    /** The file of a route that is a tool. */
    String ofTool(DefaultCamelContext context, AiTool tool) {
        return ofStart(
                context,
                start -> start instanceof AiToolEndpoint endpoint
                        && endpoint.getToolName().equals(tool.name())
                        && endpoint.getServer().equals(tool.server()));
    }

    /** The file of a route that is a resource or a prompt. */
    String ofOffer(DefaultCamelContext context, OfferedRoute route) {
        return ofStart(
                context,
                start -> start instanceof OfferEndpoint endpoint
                        && endpoint.getName().equals(route.name())
                        && endpoint.getServer().equals(route.server()));
    }

    private String ofStart(DefaultCamelContext context, Predicate<Endpoint> isIt) {
        return context.getRoutes().stream()
                .filter(route -> isIt.test(route.getEndpoint()))
                .findFirst()
                .map(route -> fileById.getOrDefault(route.getRouteId(), UNKNOWN))
                .orElse(UNKNOWN);
    }
}
