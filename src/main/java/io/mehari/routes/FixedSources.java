package io.mehari.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Route;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where routes of {@code endpoint/} and {@code maintenance/} begin. Those that wait until they are called, and those that
 * receive requests of the data plane, may be there twice; clocks, files, brokers and ports run in one set at a time.
 * Stateless.
 */
final class FixedSources {
    private static final Logger LOG = LoggerFactory.getLogger(FixedSources.class);

    /** Longest wait for what a route is doing when another set takes its place. */
    private static final long STOP_SECONDS = 10;

    private static final int IDLE_LOOKS = 100;
    private static final long LOOK_MILLIS = 20;

    private FixedSources() {}

    /**
     * Starts the routes that wait: nothing comes in by them before the set serves.
     *
     * @throws InvalidRoutesException if one does not start
     */
    static void startWaiting(FixedSet set) {
        for (Route route : set.routes()) {
            if (waits(route) && route.isAutoStartup()) {
                start(set, route.getRouteId());
            }
        }
    }

    /**
     * Starts the routes that begin something by themselves.
     *
     * @param holds routes that an operator has stopped
     * @throws InvalidRoutesException if one does not start; those started before it run
     */
    static void startActive(FixedSet set, RouteHolds holds) {
        for (Route route : set.routes()) {
            if (!waits(route) && route.isAutoStartup() && !holds.isHeld(route.getRouteId())) {
                start(set, route.getRouteId());
            }
        }
    }

    /**
     * Stops the routes that begin something by themselves. What clocks have begun is waited for, for two seconds.
     *
     * @param set that is to be followed by another
     * @param hurried ends the wait
     * @return ids of those that ran
     */
    static List<String> stopActive(FixedSet set, CountDownLatch hurried) {
        List<String> ran = new ArrayList<>();
        for (Route route : set.routes()) {
            String id = route.getRouteId();
            if (!waits(route)
                    && set.context().getRouteController().getRouteStatus(id).isStarted()) {
                ran.add(id);
                stop(set, route);
            }
        }
        awaitIdle(set, ran, hurried);
        return ran;
    }

    /** Lets routes run again that {@link #stopActive} has stopped. */
    static void resumeActive(FixedSet set, List<String> ids) {
        for (String id : ids) {
            try {
                if (RouteSources.isClock(set.context().getRoute(id))) {
                    ServiceHelper.resumeService(set.context().getRoute(id).getConsumer());
                } else {
                    set.context().getRouteController().startRoute(id);
                }
            } catch (Exception e) {
                LOG.error("Route {} does not run again after a change that was rejected: {}", id, e.getMessage());
            }
        }
    }

    private static boolean waits(Route route) {
        return RouteSources.waits(route) || FixedSet.isIngress(route);
    }

    private static void start(FixedSet set, String id) {
        try {
            set.context().startRoute(id, LoggingLevel.OFF); // said without options elsewhere
        } catch (Exception e) {
            throw InvalidRoutesException.ofStart(
                    RouteOrigins.of(set.context()).placeOf(id) + ": the route does not start: "
                            + RouteMistake.describe(set.context(), e),
                    e);
        }
    }

    private static void stop(FixedSet set, Route route) {
        if (RouteSources.isClock(route)) {
            ServiceHelper.suspendService(route.getConsumer());
            return;
        }
        try {
            set.context().getRouteController().stopRoute(route.getRouteId(), STOP_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            LOG.warn("Route {} did not stop cleanly: {}", route.getRouteId(), e.getMessage());
        }
    }

    private static void awaitIdle(FixedSet set, List<String> ids, CountDownLatch hurried) {
        try {
            boolean ends = false;
            for (int look = 0; look < IDLE_LOOKS && !ends && isBusy(set, ids); look++) {
                ends = hurried.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isBusy(FixedSet set, List<String> ids) {
        return ids.stream().anyMatch(id -> set.context().getInflightRepository().size(id) > 0);
    }
}
