package io.mehari.control;

import static io.mehari.control.ControlFixture.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single routes are stopped and started while calls go on, on the shipped route files. */
@DisplayName("S0.7: control of single routes")
class RouteControlTest {
    @TempDir
    Path directory;

    private ControlFixture control;

    @BeforeEach
    void start() throws Exception {
        control = new ControlFixture(directory);
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private ToolCallResult call() {
        return control.gateway.outcome("files", "read", "{}");
    }

    private void awaitStopped(String route) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> control.routes.status(route).state() == RouteState.STOPPED);
    }

    private void refused(String route, ToolCallResult result) {
        assertThat(result).isInstanceOf(Failed.class);
        assertThat(result.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(result.message()).contains("The route " + route + " is stopped", "/routes/" + route + "/start");
        assertThat(((Failed) result).leavesDeadLetter()).isFalse();
        assertThat(((Failed) result).retryAfter()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tool-call",
                "tool-call-admit",
                "tool-call-validate",
                "tool-call-cache-lookup",
                "tool-call-dispatch",
                "upstream-files"
            })
    void callsAreRefusedByTheNameOfAStageThatIsStopped(String stage) {
        assertThat(join(control.routes.stop(stage, "ops")).state()).isEqualTo(RouteState.STOPPING);
        refused(stage, call());
        awaitStopped(stage);
        refused(stage, call());
        assertThat(control.gateway.upstream.calls).isEmpty();
        assertThat(join(control.routes.start(stage, "ops")).state()).isEqualTo(RouteState.STARTED);
        assertThat(call().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tool-call-cache-store", "tool-call-record"})
    void aStageAfterTheAnswerIsLeftOutAndTheAnswerLeaves(String stage) {
        join(control.routes.stop(stage, "ops"));
        assertThat(call().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(control.gateway.upstream.calls).hasSize(1);
        assertThat(control.routes.status(stage).count().orElseThrow().total()).isZero();
    }

    @Test
    void aRecoveryThatIsStoppedLeavesTheFailureAsItIs() {
        control.gateway.upstream.answerWith(call -> call.fail(Failed.outcomeUnknown("files", "connection lost")));
        List.of("recover-connection", "recover-network", "recover-unknown")
                .forEach(route -> join(control.routes.suspend(route, "ops")));
        ToolCallResult result = call();
        assertThat(result.outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        assertThat(result.message()).isEqualTo("connection lost");
    }

    @Test
    void aToolThatIsStoppedIsListedAndRefused() {
        for (boolean stop : new boolean[] {true, false}) {
            String route = "text-statistics";
            join(stop ? control.routes.stop(route, "ops") : control.routes.suspend(route, "ops"));
            assertThat(control.routes.status(route).state())
                    .isEqualTo(stop ? RouteState.STOPPED : RouteState.SUSPENDED);
            control.gateway.reload();
            ToolCallResult result = control.gateway.outcome("camel", "text_statistics", "{'text': 'a b'}");
            assertThat(result.outcome()).isEqualTo(Outcome.UNAVAILABLE);
            assertThat(result.message()).contains("its route text-statistics is stopped");
            assertThat(control.gateway.catalog.find("camel", "text_statistics")).isPresent();
            join(control.routes.start(route, "ops"));
            assertThat(control.gateway
                            .outcome("camel", "text_statistics", "{'text': 'a b'}")
                            .outcome())
                    .isEqualTo(Outcome.SUCCESS);
        }
    }

    @Test
    void whatIsUnderWayGoesOnAndTheRouteEndsAfterwards() {
        control.gateway.upstream.answerWith(call -> {});
        CompletableFuture<ToolCallResult> underWay = control.gateway.call("files", "read", "{}");
        assertThat(join(control.routes.stop("tool-call-dispatch", "ops")).state())
                .isEqualTo(RouteState.STOPPING);
        refused("tool-call-dispatch", call());
        control.gateway.upstream.last().answer("late");
        assertThat(join(underWay).outcome()).isEqualTo(Outcome.SUCCESS);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> control.routes.status("tool-call-dispatch").state() == RouteState.STOPPED);
    }

    @Test
    void aStopSurvivesReloadsEvenOneWithoutTheRoute() {
        String file = "recovery/recover-timeout.camel.yaml";
        String content = control.gateway.read(file);
        join(control.routes.stop("tool-call-dispatch", "ops"));
        join(control.routes.suspend("recover-timeout", "ops"));
        control.gateway.reload();
        refused("tool-call-dispatch", call());
        control.gateway.delete(file);
        control.gateway.reload();
        assertThatThrownBy(() -> control.routes.status("recover-timeout"))
                .isInstanceOf(UnknownRouteException.class)
                .hasMessageContaining("There is no route recover-timeout");
        control.gateway.write(file, content);
        control.gateway.reload();
        assertThat(control.routes.status("recover-timeout").state()).isEqualTo(RouteState.SUSPENDED);
        assertThat(control.routes.status("recover-timeout").hold().map(RouteHold::by))
                .contains("ops");
        join(control.routes.start("tool-call-dispatch", "ops"));
        assertThat(call().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void aClockThatIsStoppedDoesNotTickInTheNextGeneration() {
        control.gateway.write("tools/tick.camel.yaml", """
                - route:
                    id: tick
                    from:
                      uri: timer:tick?period=10&delay=0
                      steps:
                        - setBody: {constant: x}
                """);
        control.gateway.reload();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> control.routes.status("tick").count().orElseThrow().total() > 0);
        join(control.routes.stop("tick", "ops"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> control.routes.status("tick").state() == RouteState.STOPPED);
        long before = control.routes.status("tick").count().orElseThrow().total();
        control.gateway.reload();
        assertThat(control.routes.status("tick").state()).isEqualTo(RouteState.STOPPED);
        assertThat(control.routes.status("tick").count().orElseThrow().total()).isEqualTo(before);
        join(control.routes.start("tick", "ops"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> control.routes.status("tick").count().orElseThrow().total() > before);
    }

    @Test
    void manyCallsWhileAStageIsStoppedAndStartedEndInASuccessOrARefusal() {
        List<CompletableFuture<ToolCallResult>> calls = new java.util.ArrayList<>();
        for (int turn = 0; turn < 20; turn++) {
            CompletableFuture<?> change = turn % 2 == 0
                    ? control.routes.stop("tool-call-validate", "ops")
                    : control.routes.start("tool-call-validate", "ops");
            while (!change.isDone() || calls.size() < turn * 20) {
                calls.add(control.gateway.call("files", "read", "{}"));
            }
        }
        assertThat(calls)
                .allSatisfy(call -> assertThat(join(call).outcome()).isIn(Outcome.SUCCESS, Outcome.UNAVAILABLE));
        assertThat(calls).anySatisfy(call -> assertThat(join(call).outcome()).isEqualTo(Outcome.UNAVAILABLE));
        assertThat(calls.stream()
                        .filter(call -> join(call).outcome() == Outcome.SUCCESS)
                        .count())
                .as("executed once each")
                .isEqualTo(control.gateway.upstream.calls.size());
    }

    @Test
    void requestsArriveByAnIngressRouteSoItCannotBeStopped() {
        assertThatThrownBy(() -> join(control.routes.stop("rest", "ops")))
                .hasCauseInstanceOf(RefusedControlException.class)
                .hasMessageContaining("cannot be controlled by a request");
        assertThat(control.routes.status("rest").state()).isEqualTo(RouteState.STARTED);
    }

    @Test
    void aMaintenanceRouteIsStoppedAndStarted() {
        join(control.routes.stop("maintenance-work", "ops"));
        awaitStopped("maintenance-work");
        assertThat(join(control.routes.start("maintenance-work", "ops")).state())
                .isEqualTo(RouteState.STARTED);
    }

    @Test
    void theListHasEveryRouteWithStateAndStatistics() {
        call();
        assertThat(control.routes.all())
                .extracting(RouteStatus::id)
                .contains("tool-call", "upstream-files", "recover-timeout", "rest", "maintenance-work")
                .doesNotHaveDuplicates();
        RouteStatus dispatch = control.routes.status("tool-call-dispatch");
        assertThat(dispatch.group()).isEqualTo("pipeline");
        assertThat(dispatch.from()).isEqualTo("direct://tool-call-dispatch");
        assertThat(dispatch.inFlight()).isZero();
        var json = RouteJson.of(dispatch);
        assertThat(json.at("/statistics/total").asLong()).isEqualTo(1);
        assertThat(json.at("/statistics/failed").asLong()).isZero();
        assertThat(json.at("/statistics/time_ms/mean").asDouble()).isPositive();
        assertThat(json.path("state").asText()).isEqualTo("started");
        assertThat(json.has("held")).isFalse();
        assertThat(control.routes.status("recover-timeout").hold()).isEqualTo(Optional.empty());
    }

    @Test
    void theHealthNamesWhatIsStoppedAndProbesStayGreen() {
        ControlHealth health = new ControlHealth(control.holds, control.servers, AddedServersFixture.none(directory));
        assertThat(health.check().healthy()).isTrue();
        join(control.routes.suspend("recover-timeout", "ops"));
        join(control.servers.stop("files", "ops"));
        assertThat(health.check().healthy()).isFalse();
        assertThat(health.check().works()).isTrue();
        assertThat(health.check().detail())
                .contains("ops has suspended the route recover-timeout", "ops has stopped the server files")
                .doesNotContain("upstream-files");
    }
}
