package io.mehari.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.monitoring.metric.RouteCount;
import io.mehari.protocol.Json;
import io.mehari.redaction.ResolvedSecrets;
import io.mehari.text.PrintableText;

/** Routes as JSON. Stateless. */
public final class RouteJson {
    private static final double THOUSAND = 1000.0;

    private RouteJson() {}

    /**
     * A route with everything there is to say.
     *
     * @param route how it is
     * @return new
     */
    public static ObjectNode of(RouteStatus route) {
        ObjectNode json = state(route);
        json.set("statistics", statistics(route));
        return json;
    }

    /**
     * What a route is, and whether it runs.
     *
     * @param route how it is
     * @return new
     */
    public static ObjectNode state(RouteStatus route) {
        ObjectNode json = Json.object()
                .put("id", route.id())
                .put("group", route.group())
                .put("description", route.description())
                .put("from", route.from())
                .put("state", route.state().code());
        route.hold()
                .ifPresent(hold -> json.putObject("held")
                        .put("by", hold.by())
                        .put("since", hold.since().toString()));
        return json.put("uptime_seconds", route.uptime().toSeconds()).put("in_flight", route.inFlight());
    }

    /**
     * What has been counted of a route.
     *
     * @param route how it is
     * @return new; with {@code in_flight} only where routes are not counted
     */
    public static ObjectNode statistics(RouteStatus route) {
        ObjectNode json = Json.object().put("in_flight", route.inFlight());
        route.count().ifPresent(count -> fill(json, count));
        return json;
    }

    private static void fill(ObjectNode json, RouteCount count) {
        json.put("since", count.since().toString()).put("total", count.total()).put("failed", count.failed());
        json.putObject("time_ms")
                .put("mean", rounded(count.mean()))
                .put("p95", rounded(count.p95()))
                .put("measured", count.measured());
        count.lastFailure()
                .ifPresent(at -> json.putObject("last_failure")
                        .put("at", at.toString())
                        .put("text", PrintableText.of(ResolvedSecrets.hide(count.lastText()))));
    }

    private static double rounded(double millis) {
        return Math.round(millis * THOUSAND) / THOUSAND;
    }
}
