package io.mehari.control;

import io.mehari.monitoring.metric.RouteMeters;
import io.mehari.redaction.ResolvedSecrets;
import io.mehari.routes.Generations;
import io.mehari.text.Causes;
import io.mehari.text.NearestNames;
import io.netty.util.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops, suspends and starts single routes, and tells how they are. Changes follow one another, and those of route files.
 * Safe for concurrent use.
 */
public final class RouteControl {
    private static final Logger LOG = LoggerFactory.getLogger(RouteControl.class);

    /** How often a route that ends is looked at. */
    private static final long LOOK_MILLIS = 200;

    /** Characters of an unknown id that are repeated. */
    private static final int LONGEST = 100;

    private final RouteHomes homes;
    private final RouteHoldBook holds;
    private final Generations generations;
    private final Optional<RouteMeters> meters;
    private final Timer timer;
    private final Clock clock;

    RouteControl(
            RouteHomes homes,
            RouteHoldBook holds,
            Generations generations,
            Optional<RouteMeters> meters,
            Timer timer,
            Clock clock) {
        this.homes = homes;
        this.holds = holds;
        this.generations = generations;
        this.meters = meters;
        this.timer = timer;
        this.clock = clock;
    }

    /**
     * Every route of the gateway.
     *
     * @return those of route files that change first
     */
    public List<RouteStatus> all() {
        return homes.all().stream().map(this::statusOf).toList();
    }

    /**
     * One route.
     *
     * @param id of the route
     * @return how it is now
     * @throws UnknownRouteException if there is none
     */
    public RouteStatus status(String id) {
        return statusOf(find(id));
    }

    /**
     * Lets a route take nothing in. What is under way goes on.
     *
     * @param id of the route
     * @param by who asks
     * @return how it is then; ends with {@link UnknownRouteException}, or {@link RefusedControlException} if requests
     *     arrive by it
     */
    public CompletableFuture<RouteStatus> suspend(String id, String by) {
        return change(id, route -> hold(route, new RouteHold(false, by, clock.instant())));
    }

    /**
     * As {@link #suspend}; its steps end, too, as soon as nothing is under way in it.
     *
     * @param id of the route
     * @param by who asks
     * @return how it is then, which may be that it still ends
     */
    public CompletableFuture<RouteStatus> stop(String id, String by) {
        return change(id, route -> {
            RouteHold hold = new RouteHold(true, by, clock.instant());
            hold(route, hold);
            lookLater(id, hold);
        });
    }

    /**
     * Lets a route run again, whether it was stopped or suspended.
     *
     * @param id of the route
     * @param by who asks
     * @return how it is then; ends with {@link RefusedControlException} if it does not start
     */
    public CompletableFuture<RouteStatus> start(String id, String by) {
        return change(id, route -> {
            try {
                RouteSwitch.start(route);
            } catch (Exception e) {
                throw new RefusedControlException("The route " + id + " does not start: " + Causes.of(e));
            }
            holds.remove(id);
            LOG.info("{} has started the route {}", by, id);
        });
    }

    /** A route of this id that comes later runs. */
    void forget(String id) {
        holds.remove(id);
    }

    private interface Change {
        void apply(Route route);
    }

    private CompletableFuture<RouteStatus> change(String id, Change change) {
        return generations.inTurn(() -> {
            Route route = find(id);
            if (statusOf(route).isIngress()) {
                throw new RefusedControlException("Requests arrive by the route " + id + ", this one too: it cannot be"
                        + " controlled by a request. To take nothing in, stop the gateway or the stage tool-call");
            }
            change.apply(route);
            return statusOf(route);
        });
    }

    private void hold(Route route, RouteHold hold) {
        holds.put(route.getRouteId(), hold);
        RouteSwitch.suspend(route);
        LOG.warn(
                "{} has {} the route {}: it takes nothing in until it is started",
                hold.by(),
                hold.stopped() ? "stopped" : "suspended",
                route.getRouteId());
    }

    /** Never at once: a call that has found its way to the route is not seen in it yet. Ends when the route is started. */
    private void lookLater(String id, RouteHold hold) {
        try {
            timer.newTimeout(
                    timeout -> generations.inTurn(() -> {
                        endWhenIdle(id, hold);
                        return null;
                    }),
                    LOOK_MILLIS,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            LOG.debug("{} takes nothing in, and its steps end with the gateway: {}", id, e.getMessage());
        }
    }

    private void endWhenIdle(String id, RouteHold hold) {
        Optional<Route> route = homes.find(id);
        if (route.isEmpty() || holds.of(id).filter(hold::equals).isEmpty()) {
            return;
        }
        if (RouteSwitch.isIdle(route.get())) {
            end(route.get());
        } else {
            lookLater(id, hold);
        }
    }

    private static void end(Route route) {
        try {
            RouteSwitch.stop(route);
        } catch (Exception e) {
            LOG.warn("{} takes nothing in, but its steps did not end: {}", route.getRouteId(), Causes.of(e));
        }
    }

    private Route find(String id) {
        return homes.find(id).orElseThrow(() -> {
            List<String> near = NearestNames.of(
                    id, homes.all().stream().map(Route::getRouteId).toList());
            return new UnknownRouteException("There is no route " + (id.length() > LONGEST ? "of that id" : id)
                    + (near.isEmpty()
                            ? "; GET /api/v1/admin/routes/statistics lists all"
                            : "; did you mean " + String.join(", ", near) + "?"));
        });
    }

    private RouteStatus statusOf(Route route) {
        String id = route.getRouteId();
        Optional<RouteHold> hold = holds.of(id);
        String uri = route.getEndpoint().getEndpointUri();
        int options = uri.indexOf('?');
        return new RouteStatus(
                id,
                Optional.ofNullable(route.getGroup()).orElse(""),
                Optional.ofNullable(route.getDescription()).orElse(""),
                ResolvedSecrets.hide(options < 0 ? uri : uri.substring(0, options)),
                hold.map(held -> RouteSwitch.stateOf(route, held)).orElseGet(() -> RouteSwitch.stateOf(route)),
                hold,
                Duration.ofMillis(Math.max(0, route.getUptimeMillis())),
                route.getCamelContext().getInflightRepository().size(id),
                meters.flatMap(counted -> counted.of(id)));
    }
}
