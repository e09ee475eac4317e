package io.mehari.control;

import io.mehari.monitoring.metric.RouteCount;
import java.time.Duration;
import java.util.Optional;

/**
 * One route, and how it is at this moment.
 *
 * @param id of the route
 * @param group of the route; empty if it has none
 * @param description of the route; empty if it has none
 * @param from where it begins, without options
 * @param state whether it takes anything in
 * @param hold by whom it was stopped or suspended, if it was
 * @param uptime since when it runs, in this generation of route files
 * @param inFlight exchanges under way in it
 * @param count what has been counted of it; empty where routes are not counted
 */
public record RouteStatus(
        String id,
        String group,
        String description,
        String from,
        RouteState state,
        Optional<RouteHold> hold,
        Duration uptime,
        int inFlight,
        Optional<RouteCount> count) {
    /** The group of routes by which requests arrive, which is how operators ask. */
    private static final String ENDPOINT = "endpoint";

    /**
     * Whether requests arrive by this route, so that none can stop it.
     *
     * @return true for one of the group {@code endpoint}, or one that has a path of the data plane
     */
    public boolean isIngress() {
        return ENDPOINT.equals(group) || from.startsWith("netty-http:");
    }
}
