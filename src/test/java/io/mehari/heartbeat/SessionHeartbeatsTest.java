package io.mehari.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.heartbeat.SessionPulse.State;
import io.mehari.support.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S4.1, S4.6: heartbeats of clients")
class SessionHeartbeatsTest {
    private static final HeartbeatSettings SETTINGS = HeartbeatSettings.DEFAULTS;

    private final MovableClock clock = new MovableClock();
    private final FakeSession session = new FakeSession("abc12345-def6-7890");
    private final List<ClientSession> open = new ArrayList<>(List.of(session));
    private final SessionHeartbeats heartbeats =
            new SessionHeartbeats(() -> List.of(() -> List.copyOf(open)), clock, this::now);

    @Test
    void aClientThatReadsItsStreamIsAlive() {
        tick(0);
        tick(10);
        assertThat(state()).isEqualTo(State.ALIVE);
        assertThat(beats()).isEqualTo(2);
        assertThat(session.asked).isZero();
    }

    @Test
    void aClientThatReadsNothingTurnsRedAndGreenAgain() {
        tick(0);
        session.stalled = Duration.ofSeconds(6).toNanos();
        tick(10);
        assertThat(state()).isEqualTo(State.UNRESPONSIVE);
        session.stalled = 0;
        tick(10);
        assertThat(state()).isEqualTo(State.ALIVE);
    }

    @Test
    void aClientThatIsSilentForLongIsAskedAndTurnsRedWithoutAnAnswer() {
        tick(300);
        assertThat(session.asked).isEqualTo(1);
        assertThat(state()).isEqualTo(State.ALIVE);
        CompletableFuture<?> first = session.answer;
        tick(10);
        assertThat(state()).isEqualTo(State.UNRESPONSIVE);
        assertThat(first).as("the question is taken back").isCancelled();
        session.answer = CompletableFuture.completedFuture("pong");
        tick(10);
        assertThat(state()).isEqualTo(State.ALIVE);
    }

    @Test
    void anErrorIsAnAnswerButBeingOutOfReachIsNone() {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        session.answer = answer;
        tick(300);
        answer.completeExceptionally(new IllegalStateException("method not found"));
        assertThat(state()).isEqualTo(State.ALIVE);
        session.answer = CompletableFuture.failedFuture(new IllegalStateException("reads no stream"));
        tick(10);
        assertThat(state()).isEqualTo(State.UNRESPONSIVE);
    }

    @Test
    void aClientWithoutAStreamIsIdleAtWorst() {
        session.listening = false;
        tick(10);
        assertThat(state()).isEqualTo(State.ALIVE);
        tick(300);
        assertThat(state()).isEqualTo(State.IDLE);
        assertThat(session.asked).isZero();
        assertThat(beats()).isZero();
    }

    @Test
    void aClientThatAnswersNothingIsEndedAtACleanUpAndOthersAreNot() {
        FakeSession idle = new FakeSession("idle");
        idle.listening = false;
        open.add(idle);
        tick(0);
        for (int at = 0; at < 60; at++) {
            session.answer = new CompletableFuture<>();
            tick(10);
        }
        assertThat(session.ended).isTrue();
        assertThat(idle.ended).isFalse();
    }

    @Test
    @DisplayName("S4.4: clients are looked after seldom while the machine is overloaded")
    void isSeldomWhileTheMachineIsOverloaded() {
        heartbeats.tick(SETTINGS, 0.96);
        clock.advance(Duration.ofSeconds(119));
        heartbeats.tick(SETTINGS, 0.5);
        assertThat(beats()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        heartbeats.tick(SETTINGS, 0.5);
        assertThat(beats()).isEqualTo(2);
    }

    private State state() {
        return heartbeats.pulse(session).state(session, SETTINGS, now());
    }

    private long beats() {
        return heartbeats.pulse(session).read(Beats::total);
    }

    private void tick(long seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        heartbeats.tick(SETTINGS, 0);
    }

    private long now() {
        return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    }
}
