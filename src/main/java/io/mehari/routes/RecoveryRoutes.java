package io.mehari.routes;

import io.mehari.text.NearestNames;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** Finds recovery routes that {@code error-patterns.yaml} names by {@code recover} and that no route file has. Stateless. */
final class RecoveryRoutes {
    private static final String DIRECT = "direct://";

    private RecoveryRoutes() {}

    /**
     * Checks a context whose routes have been made.
     *
     * @param named names of the routes, and where each is named
     * @throws InvalidRoutesException naming all that are missing, and what to do about it
     */
    static void refuseMissing(CamelContext context, Map<String, String> named) {
        List<String> there = context.getRoutes().stream()
                .map(route -> RouteSteps.withoutOptions(route.getEndpoint().getEndpointUri()))
                .filter(address -> address.startsWith(DIRECT))
                .map(address -> address.substring(DIRECT.length()))
                .toList();
        Map<String, String> missing = new TreeMap<>(named);
        missing.keySet().removeAll(there);
        if (!missing.isEmpty()) {
            String all = missing.entrySet().stream()
                    .map(entry -> entry.getValue() + " has recover: " + entry.getKey() + nearest(entry.getKey(), there))
                    .collect(Collectors.joining("; "));
            throw new InvalidRoutesException(
                    "config/error-patterns.yaml sends failed calls to routes that no file has: " + all
                            + ". Put a route from direct: with that name into routes/recovery, correct the name, or take"
                            + " the line out",
                    null);
        }
    }

    private static String nearest(String name, List<String> there) {
        List<String> names = NearestNames.of(name, there);
        return names.isEmpty() ? "" : " (did you mean " + names.get(0) + "?)";
    }
}
