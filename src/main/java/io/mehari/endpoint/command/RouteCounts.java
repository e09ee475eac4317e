package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.control.RouteControl;
import io.mehari.control.RouteStatus;
import io.mehari.monitoring.metric.RouteCount;
import io.mehari.protocol.Json;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * What was counted of each route, and nothing that only a change of files changes: small enough to be asked for once a second.
 * What is zero is left out. Safe for concurrent use.
 */
final class RouteCounts implements Processor {
    private static final double THOUSAND = 1000.0;

    private final RunningGeneration running;
    private final Supplier<RouteControl> control;

    /**
     * The counts of what serves.
     *
     * @param running the generation that serves
     * @param control how routes are
     */
    RouteCounts(RunningGeneration running, Supplier<RouteControl> control) {
        this.running = running;
        this.control = control;
    }

    @Override
    public void process(Exchange exchange) {
        ObjectNode data = Json.object();
        running.current().ifPresent(generation -> data.put("generation", generation.number())
                .put("fingerprint", generation.fingerprint())
                .put("calls_in_flight", generation.calls()));
        ObjectNode routes = data.putObject("routes");
        control.get().all().forEach(route -> fill(routes.putObject(route.id()), route));
        exchange.getMessage().setBody(data);
    }

    /** Puts how a route is: its state, who holds it, and {@code statistics}. */
    static void fill(ObjectNode told, RouteStatus route) {
        told.put("state", route.state().code());
        route.hold()
                .ifPresent(hold -> told.putObject("held")
                        .put("by", hold.by())
                        .put("since", hold.since().toString()));
        ObjectNode statistics = told.putObject("statistics");
        if (route.inFlight() > 0) {
            statistics.put("in_flight", route.inFlight());
        }
        route.count().ifPresent(count -> fill(statistics, count));
    }

    private static void fill(ObjectNode statistics, RouteCount count) {
        if (count.total() > 0) {
            statistics.put("completed", count.total() - count.failed());
        }
        if (count.failed() > 0) {
            statistics.put("failed", count.failed());
        }
        if (count.measured() > 0) {
            statistics.put("mean_ms", rounded(count.mean())).put("p95_ms", rounded(count.p95()));
        }
    }

    private static double rounded(double millis) {
        return Math.round(millis * THOUSAND) / THOUSAND;
    }
}
