package io.mehari.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.protocol.Json;
import io.mehari.servers.ServerTrial.Result;
import io.mehari.support.FakeUpstream;
import io.mehari.upstream.UpstreamState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ServerTrialTest {
    private final CompletableFuture<Boolean> pong = new CompletableFuture<>();
    private final FakeUpstream upstream =
            new FakeUpstream("files").pingWith(pong).tools(Json.object().put("name", "read"));
    private Instant now = Instant.EPOCH;
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };
    private final ServerTrial trial = new ServerTrial(upstream.settings(), (settings, listener) -> upstream, clock);

    @Test
    void measuresTheJoinAndOnePingAndCallsNoTool() {
        joinAfter(Duration.ofMillis(800));
        assertThat(trial.result()).isNotDone();
        now = now.plusMillis(3);
        pong.complete(true);
        Result result = trial.result().join();
        assertThat(result.joined()).contains(Duration.ofMillis(800));
        assertThat(result.roundTrip()).contains(Duration.ofMillis(3));
        assertThat(result.tools()).isEqualTo(1);
        assertThat(result.problem()).isEmpty();
        assertThat(upstream.calls).isEmpty();
    }

    @Test
    void aServerThatRefusesPingIsGoodButNotMeasured() {
        joinAfter(Duration.ofMillis(800));
        pong.complete(false);
        Result result = trial.result().join();
        assertThat(result.joined()).contains(Duration.ofMillis(800));
        assertThat(result.roundTrip()).isEmpty();
        assertThat(result.problem()).isEmpty();
    }

    @Test
    void aServerThatEndsItsSessionOverPingIsGoodOnceItHasJoinedAgain() {
        joinAfter(Duration.ofMillis(800));
        change(UpstreamState.JOINING, "refuses even a ping in its session (status 400)");
        pong.complete(false);
        assertThat(trial.result()).isNotDone();
        change(UpstreamState.READY, "refuses even a ping in its session (status 400)");
        assertThat(trial.result().join().problem()).isEmpty();
        assertThat(trial.result().join().roundTrip()).isEmpty();
    }

    @Test
    void aServerThatCannotBeReachedAgainAfterPingIsNotGood() {
        joinAfter(Duration.ofMillis(800));
        change(UpstreamState.JOINING, "refuses connections");
        pong.complete(false);
        change(UpstreamState.WAITING, "refuses connections");
        assertThat(trial.result().join().problem()).contains("refuses connections");
    }

    @Test
    void aServerThatIsLostOrSilentAtPingIsNotGood() {
        joinAfter(Duration.ofMillis(800));
        pong.completeExceptionally(new IllegalStateException("exited with code 3"));
        Result result = trial.result().join();
        assertThat(result.problem()).contains("it joined, but exited with code 3");
        assertThat(result.roundTrip()).isEmpty();
        assertThat(result.joined()).isPresent();
    }

    @Test
    void saysWhichAnswerDidNotComeInTime() {
        change(UpstreamState.JOINING, null);
        trial.expire(Duration.ofSeconds(5));
        assertThat(trial.result().join().problem()).contains("no answer within 5 s");
    }

    @Test
    void saysThatOnlyThePingDidNotComeBackInTime() {
        joinAfter(Duration.ZERO);
        trial.expire(Duration.ofSeconds(5));
        assertThat(trial.result().join().problem()).contains("it joined, but answers no ping within 5 s");
    }

    private void joinAfter(Duration time) {
        change(UpstreamState.JOINING, null);
        now = now.plus(time);
        change(UpstreamState.READY, null);
    }

    private void change(UpstreamState state, String lastError) {
        upstream.state(state, lastError);
        trial.stateChanged(upstream, state);
    }
}
