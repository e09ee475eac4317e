package io.mehari.control;

import java.util.concurrent.TimeUnit;
import org.apache.camel.Consumer;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StatefulService;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Stops and starts a route. Suspending never waits and disturbs nothing that is under way: the route takes nothing in any
 * more, and that is all. One thread at a time.
 */
final class RouteSwitch {
    /** Its consumer is what lists a tool, so it stays: a tool that is stopped is listed and refused. */
    private static final String TOOL = "ai-tool:";

    /** Longest time for the end of steps in which nothing is under way. */
    private static final long SECONDS = 5;

    private RouteSwitch() {}

    /** Lets the route take nothing in. */
    static void suspend(Route route) {
        if (status(route) == ServiceStatus.Started) {
            ServiceHelper.suspendService(route.getConsumer());
        }
    }

    /** Whether nothing is under way in the route, and nothing waits in its queues and aggregators. */
    static boolean isIdle(Route route) {
        return route.getCamelContext().getInflightRepository().size(route.getRouteId()) == 0
                && pending(route.getConsumer()) == 0
                && route.getServices().stream().allMatch(service -> pending(service) == 0);
    }

    private static int pending(Object service) {
        return service instanceof ShutdownAware aware ? aware.getPendingExchangesSize() : 0;
    }

    /**
     * Ends the steps of a route in which nothing is under way.
     *
     * @throws Exception if one of them does not end
     */
    static void stop(Route route) throws Exception {
        if (!route.getEndpoint().getEndpointUri().startsWith(TOOL) && !isStopped(route)) {
            // Given up rather than forced, which would end all routes of the context; addresses would stand in its
            // words.
            boolean ended =
                    contextOf(route).stopRoute(route.getRouteId(), SECONDS, TimeUnit.SECONDS, true, LoggingLevel.OFF);
            if (!ended) {
                suspend(route);
            }
        }
    }

    /**
     * Lets the route run again.
     *
     * @throws Exception if it does not start
     */
    static void start(Route route) throws Exception {
        if (isStopped(route)) {
            contextOf(route).startRoute(route.getRouteId(), LoggingLevel.OFF);
        } else if (status(route) != ServiceStatus.Started) {
            ServiceHelper.resumeService(route.getConsumer());
        }
    }

    /** The state of a route that is not, or not any more, held. */
    static RouteState stateOf(Route route) {
        if (isStopped(route)) {
            return RouteState.STOPPED;
        }
        return status(route) == ServiceStatus.Started ? RouteState.STARTED : RouteState.SUSPENDED;
    }

    /** The state of a route that is held. */
    static RouteState stateOf(Route route, RouteHold hold) {
        if (!hold.stopped()) {
            return RouteState.SUSPENDED;
        }
        boolean ended = isStopped(route) || route.getEndpoint().getEndpointUri().startsWith(TOOL) && isIdle(route);
        return ended ? RouteState.STOPPED : RouteState.STOPPING;
    }

    private static DefaultCamelContext contextOf(Route route) {
        return (DefaultCamelContext) route.getCamelContext();
    }

    private static boolean isStopped(Route route) {
        ServiceStatus status = route.getCamelContext().getRouteController().getRouteStatus(route.getRouteId());
        return status == null || status.isStopped();
    }

    private static ServiceStatus status(Route route) {
        Consumer consumer = route.getConsumer();
        return consumer instanceof StatefulService service ? service.getStatus() : ServiceStatus.Started;
    }
}
