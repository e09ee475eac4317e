package io.mehari.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.support.FakeUpstream;
import io.mehari.support.MovableClock;
import io.mehari.upstream.HealthState;
import io.mehari.upstream.UpstreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S2.8, S1.2: ONLINE, DEGRADED, OFFLINE and back")
class PulseTest {
    private static final HeartbeatSettings SETTINGS = HeartbeatSettings.DEFAULTS;

    private final MovableClock clock = new MovableClock();
    private final FakeUpstream upstream = new FakeUpstream("files");
    private final Pulse pulse = new Pulse(
            upstream,
            new Schedule(0),
            clock,
            () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos());

    @Test
    void aServerThatAnswersIsOnline() {
        tick(1);
        assertThat(pulse.health().state()).isEqualTo(HealthState.ONLINE);
        assertThat(pulse.read(Beats::total)).isEqualTo(1);
        assertThat(upstream.calls).as("what it was asked besides a ping").isEmpty();
    }

    @Test
    void isAskedOnceInAnInterval() {
        tick(1);
        tick(9);
        assertThat(pulse.read(Beats::total)).isEqualTo(1);
        tick(1);
        assertThat(pulse.read(Beats::total)).isEqualTo(2);
    }

    @Test
    void silenceMakesItDegradedThenOfflineAndItIsConnectedAgain() {
        tick(1);
        silent();
        tick(10);
        assertThat(pulse.health().state()).isEqualTo(HealthState.ONLINE);
        tick(5);
        assertThat(pulse.health().state()).isEqualTo(HealthState.DEGRADED);
        assertThat(pulse.health().reason()).hasValue("did not answer a heartbeat within 5 s");
        for (int at = 0; at < 11; at++) {
            tick(1);
        }
        assertThat(upstream.restarts()).isZero();
        tick(1);
        assertThat(pulse.health().state()).isEqualTo(HealthState.OFFLINE);
        assertThat(upstream.restarts()).isEqualTo(1);
        for (int at = 0; at < 60; at++) {
            tick(1);
        }
        assertThat(upstream.restarts()).as("restarts for one silence").isEqualTo(1);

        upstream.pingWith(CompletableFuture.completedFuture(true)).since(clock.instant());
        tick(1);
        assertThat(pulse.health().state()).isEqualTo(HealthState.ONLINE);
        assertThat(pulse.health().reason()).isEmpty();
    }

    @Test
    void anAnswerThatComesLateShowsThatItIsThere() {
        tick(1);
        CompletableFuture<Boolean> late = silent();
        tick(10);
        tick(5);
        assertThat(pulse.health().state()).isEqualTo(HealthState.DEGRADED);
        upstream.pingWith(new CompletableFuture<>());
        tick(1);
        late.complete(true);
        tick(4);
        tick(1);
        assertThat(upstream.restarts()).isZero();
        assertThat(pulse.health().lastGood()).hasValue(clock.instant().minusSeconds(5));
    }

    @Test
    void isOnlineOnlyWhileConnectedWhichWantsItsToolsRead() {
        tick(1);
        upstream.state(UpstreamState.JOINING, "exited with code 3");
        assertThat(pulse.health().state()).as("before the next look").isEqualTo(HealthState.DEGRADED);
        tick(1);
        assertThat(pulse.health().state()).isEqualTo(HealthState.DEGRADED);
        upstream.state(UpstreamState.WAITING, "exited with code 3");
        assertThat(pulse.health().state()).isEqualTo(HealthState.OFFLINE);
        assertThat(pulse.health().reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("waiting", "exited with code 3"));
        tick(1);
        upstream.state(UpstreamState.JOINING, "exited with code 3");
        assertThat(pulse.health().state()).as("joining after it was away").isEqualTo(HealthState.OFFLINE);
        assertThat(pulse.read(Beats::total))
                .as("heartbeats, none of them while away")
                .isEqualTo(1);
    }

    @Test
    void isNeverAskedWhileItIsNotConnected() {
        upstream.state(UpstreamState.WAITING, "away").answerWith(call -> {
            throw new AssertionError("asked");
        });
        upstream.pingWith(CompletableFuture.failedFuture(new AssertionError("asked")));
        for (int at = 0; at < 30; at++) {
            tick(1);
        }
        assertThat(pulse.read(Beats::total)).isZero();
        assertThat(upstream.restarts()).isZero();
    }

    @Test
    void aServerThatKnowsNoPingsIsAskedForItsTools() {
        silent();
        upstream.answerWith(call -> call.answer("tools"));
        tick(1);
        tick(5);
        assertThat(upstream.last().method).isEqualTo(McpMethod.TOOLS_LIST);
        assertThat(pulse.health().state()).isEqualTo(HealthState.ONLINE);
        assertThat(pulse.method()).isEqualTo(McpMethod.TOOLS_LIST);
        tick(29);
        assertThat(upstream.calls).hasSize(1);
        tick(1);
        assertThat(upstream.calls).as("asked again after the longest interval").hasSize(2);
        upstream.answerWith(call -> {});
        tick(30);
        tick(5);
        assertThat(pulse.health().state()).isEqualTo(HealthState.DEGRADED);
        assertThat(upstream.last().isCancelled()).isTrue();
    }

    @Test
    void aServerThatEndsOverAPingIsNotPingedAgain() {
        CompletableFuture<Boolean> ping = silent();
        upstream.answerWith(call -> call.answer("tools"));
        tick(1);
        upstream.state(UpstreamState.JOINING, "exited with code 3");
        ping.completeExceptionally(new IllegalStateException("exited with code 3"));
        upstream.pingWith(CompletableFuture.failedFuture(new AssertionError("pinged again")));
        tick(1);
        upstream.state(UpstreamState.READY, null).since(clock.instant());
        tick(1);
        tick(30);
        assertThat(upstream.calls).hasSize(2);
        assertThat(pulse.health().state()).isEqualTo(HealthState.ONLINE);
    }

    @Test
    void aServerThatAnswersWithAnErrorIsThere() {
        upstream.pingWith(CompletableFuture.completedFuture(false));
        upstream.answerWith(call -> call.fail(new Failed(
                Outcome.UPSTREAM_ERROR,
                "Upstream files answered with error -32601",
                "files",
                Optional.empty(),
                Optional.of(Json.object().put("code", -32601)),
                Failed.Standing.THERE)));
        tick(1);
        tick(1);
        assertThat(pulse.health().state()).isEqualTo(HealthState.ONLINE);
    }

    @Test
    void aServerThatRefusesAllQuestionsIsNot() {
        upstream.pingWith(CompletableFuture.completedFuture(false));
        upstream.answerWith(
                call -> call.fail(Failed.down("files", "Upstream files refused the connection", Duration.ZERO)));
        tick(1);
        tick(1);
        assertThat(pulse.health().state()).isEqualTo(HealthState.DEGRADED);
        assertThat(pulse.health().reason()).hasValue("refused the connection");
        tick(1);
        tick(1);
        assertThat(pulse.health().state()).isEqualTo(HealthState.OFFLINE);
        tick(1);
        assertThat(upstream.restarts()).isEqualTo(1);
    }

    @Test
    void aServerThatWorksOnCallsIsExcusedForAsLongAsTheyMayTake() {
        tick(1);
        silent();
        upstream.inFlight(1);
        for (int at = 0; at < 115; at++) {
            tick(1);
        }
        assertThat(pulse.health().state()).isEqualTo(HealthState.DEGRADED);
        assertThat(pulse.health().reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("works on calls"));
        assertThat(pulse.read(Beats::successPercent)).isEqualTo(100);
        for (int at = 0; at < 30; at++) {
            tick(1);
        }
        assertThat(pulse.health().state()).isEqualTo(HealthState.OFFLINE);
        assertThat(upstream.restarts()).isEqualTo(1);
    }

    @Test
    void aServerThatWaitsForWhatItsClientAnswersIsExcusedAsLongAsItWaits() {
        tick(1);
        silent();
        upstream.openQuestions(1);
        for (int at = 0; at < 600; at++) {
            tick(1);
        }
        assertThat(pulse.health().state()).isEqualTo(HealthState.DEGRADED);
        assertThat(upstream.restarts()).isZero();
        upstream.openQuestions(0);
        for (int at = 0; at < 30; at++) {
            tick(1);
        }
        assertThat(pulse.health().state()).isEqualTo(HealthState.OFFLINE);
        assertThat(upstream.restarts()).isEqualTo(1);
    }

    @Test
    void aGatewayThatStoodStillItselfIsPatient() {
        tick(1);
        silent();
        tick(10);
        clock.advance(Duration.ofMinutes(2));
        pulse.tick(SETTINGS, 0, Duration.ofMinutes(2).toNanos());
        assertThat(pulse.health().state()).isEqualTo(HealthState.ONLINE);
        tick(5);
        assertThat(pulse.health().state()).isEqualTo(HealthState.DEGRADED);
    }

    @Test
    @DisplayName("S2.8: latency is an average of 0.9 and 0.1")
    void averagesLatencyAndIsDegradedWhereItIsSlow() {
        answerAfter(1000);
        assertThat(pulse.health().latencyMillis()).hasValue(1000);
        answerAfter(2000);
        assertThat(pulse.health().latencyMillis()).hasValue(1100);
        assertThat(pulse.health().state()).isEqualTo(HealthState.DEGRADED);
        assertThat(pulse.health().reason()).hasValue("answers heartbeats after 1100 ms on average");
        answerAfter(0);
        assertThat(pulse.health().latencyMillis()).hasValue(990);
        assertThat(pulse.health().state()).isEqualTo(HealthState.ONLINE);
    }

    @Test
    void nothingIsAskedWhereItIsSwitchedOff() throws Exception {
        HeartbeatSettings off = HeartbeatReader.read("{\"enabled\": false}".getBytes());
        silent();
        for (int at = 0; at < 60; at++) {
            clock.advance(Duration.ofSeconds(1));
            pulse.tick(off, 0, 0);
        }
        assertThat(pulse.read(Beats::total)).isZero();
        assertThat(pulse.health().state()).isEqualTo(HealthState.ONLINE);
    }

    private void answerAfter(long millis) {
        CompletableFuture<Boolean> answer = silent();
        tick(30);
        clock.advance(Duration.ofMillis(millis));
        answer.complete(true);
    }

    private CompletableFuture<Boolean> silent() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        upstream.pingWith(answer);
        return answer;
    }

    private void tick(long seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        pulse.tick(SETTINGS, 0, 0);
    }
}
