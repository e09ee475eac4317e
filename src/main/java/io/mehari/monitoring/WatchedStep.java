package io.mehari.monitoring;

import io.mehari.text.LogThrottle;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;

/** One step of one route, as a watch over threads names it. Safe for concurrent use. */
public final class WatchedStep {
    private final NamedNode definition;
    private final AtomicLong times = new AtomicLong();
    private final LogThrottle throttle = new LogThrottle();

    /**
     * A step that has not blocked anything.
     *
     * @param definition its place in the route
     */
    public WatchedStep(NamedNode definition) {
        this.definition = definition;
    }

    /** Counts; how often it has blocked if that is to be logged, 0 if not. */
    long blocked() {
        times.incrementAndGet();
        return throttle.occurred();
    }

    /**
     * How often it has blocked a thread.
     *
     * @return from 0
     */
    public long times() {
        return times.get();
    }

    /** Step, route and file, for people. */
    @Override
    public String toString() {
        RouteDefinition route = definition instanceof RouteDefinition whole
                ? whole
                : definition instanceof ProcessorDefinition<?> part ? ProcessorDefinitionHelper.getRoute(part) : null;
        String step = "step " + definition.getShortName() + " (" + definition.getId() + ")";
        if (route == null) {
            return step;
        }
        String file = route.getResource() == null
                ? ""
                : " of " + withoutScheme(route.getResource().getLocation());
        return step + " of route " + route.getRouteId() + file;
    }

    private static String withoutScheme(String location) {
        return location.startsWith("file:") ? location.substring("file:".length()) : location;
    }
}
