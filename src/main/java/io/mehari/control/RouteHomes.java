package io.mehari.control;

import io.mehari.component.generation.Generation;
import io.mehari.component.generation.RunningGeneration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/**
 * Where the routes of the gateway are: those of the generation that serves, and those that exist once. Safe for concurrent
 * use.
 *
 * @param running the generation that serves
 * @param fixed the routes of {@code endpoint/} and {@code maintenance/}
 */
record RouteHomes(RunningGeneration running, Supplier<CamelContext> fixed) {
    /** All routes, those of the generation first. */
    List<Route> all() {
        List<Route> all = new ArrayList<>();
        contexts().forEach(context -> all.addAll(context.getRoutes()));
        return all;
    }

    /** The route of this id. */
    Optional<Route> find(String id) {
        return contexts().stream()
                .map(context -> context.getRoute(id))
                .filter(route -> route != null)
                .findFirst();
    }

    private List<CamelContext> contexts() {
        List<CamelContext> contexts = new ArrayList<>();
        running.current().map(Generation::context).ifPresent(contexts::add);
        contexts.add(fixed.get());
        return contexts;
    }
}
