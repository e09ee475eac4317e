package io.mehari.routes;

import io.mehari.component.aioffer.OfferEndpoint;
import io.mehari.component.aitool.AiToolEndpoint;
import io.mehari.text.Causes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Where routes of a generation start. Most wait until they are called: {@code direct:}, {@code ai-tool:},
 * {@code ai-resource:}, {@code ai-prompt:}, {@code kamelet:} and {@code seda:}, whose queue is the generation's own. Clocks start once the generation serves and end when the next one
 * does; so do the routes of WebSockets and their commands, whose port and connections are no generation's. Whatever else starts a route takes messages from outside or holds a port: two generations are alive at a time,
 * so it is refused here and belongs into a folder whose routes exist once.
 */
final class RouteSources {
    /** Where the steps of a Kamelet begin, for whoever uses it. */
    private static final String KAMELET = "kamelet";

    private static final Set<String> CLOCKS =
            Set.of("timer", "scheduler", "quartz", "cron", "websocket-jetty", "websocket-command");

    private RouteSources() {}

    /**
     * Checks the routes of a context, none of which has been started.
     *
     * @throws InvalidRoutesException naming the route that may not be part of a generation
     */
    static void refuseForeign(DefaultCamelContext context, RouteOrigins origins) {
        for (Route route : context.getRoutes()) {
            if (!waits(route) && !isClock(route)) {
                throw new InvalidRoutesException(
                        origins.placeOf(route.getRouteId()) + ": a route from " + origins.schemeOf(context, route)
                                + ": takes messages, or holds a port, by itself, and while one set of route files follows"
                                + " another both would. Move the route to maintenance/, whose routes exist once",
                        null);
            }
        }
    }

    /**
     * Starts the routes that wait until they are called.
     *
     * @throws InvalidRoutesException if one does not start
     */
    static void startWaiting(DefaultCamelContext context, RouteOrigins origins) {
        for (Route route : context.getRoutes()) {
            if (waits(route) && route.isAutoStartup()) {
                try {
                    context.startRoute(route.getRouteId(), LoggingLevel.OFF); // said without options elsewhere
                } catch (Exception e) {
                    throw InvalidRoutesException.ofStart(
                            origins.placeOf(route.getRouteId()) + ": the route does not start: " + Causes.of(e), e);
                }
            }
        }
    }

    /**
     * Starts the clocks of a generation that serves.
     *
     * @param holds routes that an operator has stopped
     * @return what does not start, for people
     */
    static List<String> startClocks(DefaultCamelContext context, RouteOrigins origins, RouteHolds holds) {
        List<String> problems = new ArrayList<>();
        for (Route route : context.getRoutes()) {
            if (!waits(route) && route.isAutoStartup() && !holds.isHeld(route.getRouteId())) {
                try {
                    context.startRoute(route.getRouteId(), LoggingLevel.OFF); // said without options elsewhere
                } catch (Exception e) {
                    problems.add(origins.placeOf(route.getRouteId()) + ": the route does not start: " + Causes.of(e));
                }
            }
        }
        return problems;
    }

    /** Lets the clocks of a generation tick no more; what they have begun goes on. */
    static void stopClocks(CamelContext context) {
        for (Route route : context.getRoutes()) {
            Consumer consumer = route.getConsumer();
            if (!waits(route) && consumer != null) {
                ServiceHelper.suspendService(consumer);
            }
        }
    }

    /** Whether a route waits until it is called. */
    static boolean waits(Route route) {
        Endpoint endpoint = route.getEndpoint();
        return endpoint instanceof DirectEndpoint
                || endpoint instanceof AiToolEndpoint
                || endpoint instanceof OfferEndpoint
                || endpoint instanceof SedaEndpoint
                || schemeOf(route).equals(KAMELET);
    }

    /** Whether a route begins by the time. */
    static boolean isClock(Route route) {
        return CLOCKS.contains(schemeOf(route));
    }

    private static String schemeOf(Route route) {
        String uri = route.getEndpoint().getEndpointUri();
        return uri.substring(0, Math.max(0, uri.indexOf(':')));
    }
}
