package io.mehari.control;

import io.mehari.routes.RouteHolds;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes that operators have stopped or suspended, by id. What is in here survives every reload, also one in which the
 * route is missing, until the route is started or the gateway ends. Safe for concurrent use.
 */
final class RouteHoldBook implements RouteHolds {
    private static final Logger LOG = LoggerFactory.getLogger(RouteHoldBook.class);

    private final Map<String, RouteHold> holds = new ConcurrentHashMap<>();

    /** Notes that a route is held from now on. */
    void put(String route, RouteHold hold) {
        holds.put(route, hold);
    }

    /** Notes that a route is held no more. */
    void remove(String route) {
        holds.remove(route);
    }

    /** How a route is held; empty if it is not. */
    Optional<RouteHold> of(String route) {
        return Optional.ofNullable(holds.get(route));
    }

    /** All that are held, by id. */
    Map<String, RouteHold> all() {
        return new TreeMap<>(holds);
    }

    @Override
    public boolean isHeld(String route) {
        return holds.containsKey(route);
    }

    @Override
    public void ready(CamelContext context) {
        holds.forEach((id, hold) -> {
            Route route = context.getRoute(id);
            if (route != null) {
                hold(route, hold);
            }
        });
    }

    private static void hold(Route route, RouteHold hold) {
        RouteSwitch.suspend(route);
        if (hold.stopped()) {
            try {
                RouteSwitch.stop(route);
            } catch (Exception e) {
                LOG.warn("{} takes nothing in, but its steps did not end: {}", route.getRouteId(), e.getMessage());
            }
        }
    }
}
