package io.mehari.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;

/** Finds routes that call each other in a circle by {@code direct:}, which no call would leave. */
final class RouteCycles {
    private static final String DIRECT = "direct://";

    private final Map<String, Set<String>> targets = new LinkedHashMap<>();
    private final Map<String, String> files = new HashMap<>();
    private final Set<String> done = new HashSet<>();
    private final List<String> way = new ArrayList<>();

    private RouteCycles() {}

    /**
     * Checks the routes of a context.
     *
     * @throws InvalidRoutesException naming the way round, with the file of each route on it
     */
    static void refuse(DefaultCamelContext context, RouteOrigins origins) {
        RouteCycles cycles = new RouteCycles();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            String start = RouteSteps.start(context, route);
            cycles.targets.put(start, RouteSteps.targets(context, route));
            cycles.files.put(start, origins.fileOf(route.getId()));
        }
        List.copyOf(cycles.targets.keySet()).forEach(cycles::follow);
    }

    private void follow(String address) {
        int before = way.indexOf(address);
        if (before >= 0) {
            throw new InvalidRoutesException(describe(way.subList(before, way.size())), null);
        }
        if (done.contains(address) || !targets.containsKey(address)) {
            return;
        }
        way.add(address);
        for (String target : targets.get(address)) {
            if (target.startsWith(DIRECT)) {
                follow(target);
            }
        }
        way.remove(way.size() - 1);
        done.add(address);
    }

    private String describe(List<String> circle) {
        String round = circle.stream()
                .map(address -> address + " (" + files.get(address) + ")")
                .collect(Collectors.joining(" -> "));
        return files.get(circle.get(0)) + ": the steps go round and round, and no call would leave: " + round + " -> "
                + circle.get(0) + ". Take one of these steps out, or use loop";
    }
}
