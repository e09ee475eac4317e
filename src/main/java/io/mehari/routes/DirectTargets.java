package io.mehari.routes;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;

/** Finds {@code direct:} addresses that steps send to and no route starts from; Camel itself finds out per call. */
final class DirectTargets {
    private static final String DIRECT = "direct://";

    private DirectTargets() {}

    /**
     * Checks a context whose routes have been made.
     *
     * @throws InvalidRoutesException naming the addresses that no route starts from
     */
    static void refuseMissing(DefaultCamelContext context, RouteOrigins origins) {
        Set<String> served = new HashSet<>();
        for (Route route : context.getRoutes()) {
            served.add(addressOf(route.getEndpoint()));
        }
        Map<String, Set<String>> missing = new TreeMap<>();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            for (String target : RouteSteps.targets(context, route)) {
                if (target.startsWith(DIRECT) && !served.contains(target)) {
                    missing.computeIfAbsent(target, key -> new TreeSet<>()).add(origins.fileOf(route.getId()));
                }
            }
        }
        for (Endpoint endpoint : context.getEndpoints()) {
            if (endpoint instanceof DirectEndpoint && !served.contains(addressOf(endpoint))) {
                missing.computeIfAbsent(addressOf(endpoint), key -> new TreeSet<>());
            }
        }
        if (!missing.isEmpty()) {
            String addresses = missing.entrySet().stream()
                    .map(entry -> entry.getKey()
                            + (entry.getValue().isEmpty() ? "" : " (" + String.join(", ", entry.getValue()) + ")"))
                    .collect(Collectors.joining(", "));
            throw new InvalidRoutesException("Steps send to " + addresses + ", but no route starts from there", null);
        }
    }

    private static String addressOf(Endpoint endpoint) {
        return RouteSteps.withoutOptions(endpoint.getEndpointUri());
    }
}
