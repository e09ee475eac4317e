package io.mehari.endpoint.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.control.RouteHold;
import io.mehari.control.RouteState;
import io.mehari.control.RouteStatus;
import io.mehari.monitoring.metric.RouteCount;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S0.8: what is told of each route once a second")
class RouteCountsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static ObjectNode told(RouteStatus route) {
        ObjectNode json = Json.object();
        RouteCounts.fill(json, route);
        return json;
    }

    private static RouteStatus route(RouteState state, Optional<RouteHold> hold, int inFlight, RouteCount count) {
        return new RouteStatus(
                "a", "tools", "", "direct:a", state, hold, Duration.ZERO, inFlight, Optional.ofNullable(count));
    }

    @Test
    void whatIsZeroIsLeftOut() {
        RouteCount none = new RouteCount(NOON, 0, 0, 0, 0, 0, Optional.empty(), "");
        assertThat(told(route(RouteState.STARTED, Optional.empty(), 0, none)))
                .isEqualTo(Tools.json("{'state': 'started', 'statistics': {}}"));
    }

    @Test
    void hasCountsAndTimes() {
        RouteCount some = new RouteCount(NOON, 7, 2, 5, 1.23456, 9.87654, Optional.empty(), "");
        assertThat(told(route(RouteState.STARTED, Optional.empty(), 3, some)).path("statistics"))
                .isEqualTo(Json.object()
                        .put("in_flight", 3)
                        .put("completed", 5L)
                        .put("failed", 2L)
                        .put("mean_ms", 1.235)
                        .put("p95_ms", 9.877));
    }

    @Test
    void saysWhoHoldsARoute() {
        RouteHold hold = new RouteHold(true, "anna", NOON);
        assertThat(told(route(RouteState.STOPPED, Optional.of(hold), 0, null)))
                .isEqualTo(
                        Tools.json(
                                "{'state': 'stopped', 'held': {'by': 'anna', 'since': '2026-01-01T12:00:00Z'}, 'statistics': {}}"));
    }

    @Test
    void requestsArriveByRoutesOfTheDataPlane() {
        RouteStatus rest = new RouteStatus(
                "r", "", "", "netty-http:http", RouteState.STARTED, Optional.empty(), Duration.ZERO, 0, Optional.empty());
        assertThat(rest.isIngress()).isTrue();
        assertThat(route(RouteState.STARTED, Optional.empty(), 0, null).isIngress())
                .isFalse();
    }
}
