package io.mehari.routes;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.impl.DefaultCamelContext;

/** Finds {@code direct:} addresses that steps send to and no route starts from; Camel itself finds out per call. */
final class DirectTargets {
    private DirectTargets() {}

    /**
     * Checks a started context.
     *
     * @throws InvalidRoutesException naming the addresses that no route starts from
     */
    static void refuseMissing(DefaultCamelContext context, RouteOrigins origins) {
        Set<String> served = new HashSet<>();
        for (Route route : context.getRoutes()) {
            served.add(route.getEndpoint().getEndpointUri());
        }
        Set<String> missing = new TreeSet<>();
        for (Endpoint endpoint : context.getEndpoints()) {
            if (endpoint instanceof DirectEndpoint && !served.contains(endpoint.getEndpointUri())) {
                String uri = endpoint.getEndpointUri();
                Set<String> files = origins.sendingTo(context, uri);
                missing.add(uri + (files.isEmpty() ? "" : " (" + String.join(", ", files) + ")"));
            }
        }
        if (!missing.isEmpty()) {
            throw new InvalidRoutesException(
                    "Steps send to " + String.join(", ", missing) + ", but no route starts from there", null);
        }
    }
}
