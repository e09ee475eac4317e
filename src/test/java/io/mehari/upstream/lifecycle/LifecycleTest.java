package io.mehari.upstream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ToolCallException;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.Json;
import io.mehari.support.ManualTimer;
import io.mehari.support.MovableClock;
import io.mehari.upstream.UpstreamState;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private static final ConnectionLimits LIMITS = new ConnectionLimits(
            100,
            1_000,
            Duration.ofSeconds(20),
            10,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            ByteBudget.unlimited());

    private final ManualTimer timer = new ManualTimer();
    private final MovableClock clock = new MovableClock();
    private final List<UpstreamState> states = new ArrayList<>();
    private final List<StandIn> connections = new ArrayList<>();
    private final Lifecycle lifecycle = new Lifecycle(
            "files",
            LIMITS,
            timer,
            clock,
            new RestartBackoff(LIMITS.restartBase(), LIMITS.restartMax(), new Random(1)),
            this::connect,
            states::add);

    private Connection connect() {
        StandIn connection = new StandIn();
        connections.add(connection);
        return connection;
    }

    /** The connections that were begun. */
    private List<StandIn> opened() {
        return connections.stream().filter(connection -> connection.opened).toList();
    }

    private StandIn last() {
        return opened().get(opened().size() - 1);
    }

    private void ready() {
        lifecycle.start();
        lifecycle.ready(last());
    }

    /** Fails until the next attempt has to wait. */
    private void waiting() {
        lifecycle.start();
        last().fails();
        last().fails();
    }

    @Test
    void restartWaitsUntilTheOldConnectionIsGoneAndNeverHasTwo() {
        ready();
        StandIn old = last();
        CompletableFuture<Void> restarted = lifecycle.restart();
        assertThat(old.stops).isEqualTo(1);
        assertThat(lifecycle.phase().state()).isEqualTo(UpstreamState.JOINING);
        assertThat(restarted).isNotDone();
        assertThat(opened()).hasSize(1);
        old.gone.complete(null);
        assertThat(restarted).isCompleted();
        assertThat(opened()).hasSize(2);
        lifecycle.ready(last());
        assertThat(states)
                .containsExactly(
                        UpstreamState.JOINING, UpstreamState.READY, UpstreamState.JOINING, UpstreamState.READY);
    }

    @Test
    void theOldConnectionThatReportsItsEndIsNotALoss() {
        ready();
        StandIn old = last();
        lifecycle.restart();
        assertThat(lifecycle.lost(old, "exited with code 0", Duration.ofSeconds(10)))
                .isZero();
        old.gone.complete(null);
        assertThat(lifecycle.phase().state()).isEqualTo(UpstreamState.JOINING);
        assertThat(opened()).hasSize(2);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void callsMadeDuringARestartAreSentOnTheNewConnection() {
        ready();
        StandIn old = last();
        lifecycle.restart();
        PendingCall call = call(1);
        lifecycle.submit(call);
        old.gone.complete(null);
        lifecycle.ready(last());
        assertThat(old.submitted).isEmpty();
        assertThat(last().submitted).containsExactly(call);
    }

    @Test
    void restartCancelsTheWaitAndAttemptsOnce() {
        waiting();
        assertThat(lifecycle.phase().state()).isEqualTo(UpstreamState.WAITING);
        int before = opened().size();
        assertThat(lifecycle.restart()).isCompleted();
        assertThat(lifecycle.phase().state()).isEqualTo(UpstreamState.JOINING);
        assertThat(opened()).hasSize(before + 1);
        timer.advance(Duration.ofMinutes(5));
        assertThat(opened()).hasSize(before + 1);
    }

    @Test
    void countsTheAttemptsSinceItWasLastReady() {
        waiting();
        assertThat(lifecycle.phase().attempts()).isEqualTo(2);
        assertThat(lifecycle.phase().connects()).isZero();
        assertThat(lifecycle.phase().nextAttempt()).isAfter(Instant.EPOCH);
        timer.advance(LIMITS.restartMax());
        assertThat(lifecycle.phase().attempts()).isEqualTo(3);
        lifecycle.ready(last());
        assertThat(lifecycle.phase().attempts()).isZero();
        assertThat(lifecycle.phase().connects()).isEqualTo(1);
    }

    @Test
    void restartBeginsBackOffAnew() {
        waiting();
        lifecycle.restart();
        int before = opened().size();
        last().fails();
        assertThat(opened()).as("attempts without a pause").hasSize(before + 1);
    }

    @Test
    void restartsAtTheSameTimeAreOne() {
        ready();
        StandIn old = last();
        CompletableFuture<Void> first = lifecycle.restart();
        CompletableFuture<Void> second = lifecycle.restart();
        old.gone.complete(null);
        CompletableFuture<Void> third = lifecycle.restart();
        assertThat(List.of(first, second, third)).allMatch(CompletableFuture::isDone);
        assertThat(old.stops).isEqualTo(1);
        assertThat(opened()).hasSize(2);
    }

    @Test
    void stopDuringARestartEndsItForGood() {
        ready();
        StandIn old = last();
        lifecycle.restart();
        CompletableFuture<Void> stopped = lifecycle.stop();
        assertThat(stopped).isNotDone();
        old.gone.complete(null);
        assertThat(stopped).isCompleted();
        assertThat(opened()).hasSize(1);
    }

    @Test
    void refusesARestartWhereNothingRuns() {
        assertThatThrownBy(() -> lifecycle.restart().join())
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has not been started yet");
        lifecycle.stop();
        assertThatThrownBy(() -> lifecycle.restart().join())
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was stopped");
        assertThat(opened()).isEmpty();
    }

    @Test
    void callsMadeBeforeTheStartAreSentWhenItIsReady() {
        PendingCall call = call(1);
        lifecycle.submit(call);
        assertThat(call.isEnded()).isFalse();
        ready();
        assertThat(last().submitted).containsExactly(call);
    }

    @Test
    void aCallToAServerThatIsDownBeginsAnAttemptAndWaitsForIt() {
        waiting();
        int before = opened().size();
        clock.advance(Duration.ofSeconds(1));
        PendingCall call = call(1);
        lifecycle.submit(call);
        assertThat(lifecycle.phase().state()).isEqualTo(UpstreamState.JOINING);
        assertThat(opened()).hasSize(before + 1);
        lifecycle.ready(last());
        assertThat(last().submitted).containsExactly(call);
        timer.advance(Duration.ofMinutes(5));
        assertThat(opened()).as("the attempt that was planned is void").hasSize(before + 1);
    }

    @Test
    void aCallerThatWaitsElsewhereBeginsAnAttemptLikeACall() {
        lifecycle.wanted();
        assertThat(opened()).as("not started").isEmpty();
        waiting();
        int before = opened().size();
        lifecycle.wanted();
        assertThat(opened()).as("within a second").hasSize(before);
        clock.advance(Duration.ofSeconds(1));
        lifecycle.wanted();
        lifecycle.wanted();
        assertThat(opened()).hasSize(before + 1);
        lifecycle.ready(last());
        lifecycle.wanted();
        assertThat(opened()).hasSize(before + 1);
    }

    @Test
    void attemptsThatCallsBeginAreCountedApart() {
        waiting();
        assertThat(lifecycle.phase())
                .extracting(Phase::attempts, Phase::provoked)
                .containsExactly(2L, 0L);
        for (int calls = 1; calls <= 3; calls++) {
            clock.advance(Duration.ofSeconds(1));
            lifecycle.submit(call(calls));
            last().fails();
            assertThat(lifecycle.phase())
                    .extracting(Phase::attempts, Phase::provoked)
                    .containsExactly(2L + calls, (long) calls);
        }
        timer.advance(Duration.ofMinutes(2));
        assertThat(lifecycle.phase())
                .as("the back-off's own")
                .extracting(Phase::attempts, Phase::provoked)
                .containsExactly(6L, 3L);
        lifecycle.ready(last());
        assertThat(lifecycle.phase())
                .extracting(Phase::attempts, Phase::provoked)
                .containsExactly(0L, 0L);
    }

    /** Clock jump: neither is the pause before an attempt an hour longer, nor is a caller told to come back then. */
    @Test
    void aClockThatIsSetBackMakesNoPauseLonger() {
        waiting();
        int before = opened().size();
        clock.advance(Duration.ofHours(-1));
        PendingCall call = call(1);
        lifecycle.submit(call);
        assertThat(opened()).as("the call begins the attempt").hasSize(before + 1);
        lifecycle.ready(last());
        assertThat(last().submitted).containsExactly(call);
    }

    @Test
    void aClockThatIsSetForwardBeginsNoAttemptByItself() {
        waiting();
        int before = opened().size();
        Duration planned = timer.untilNext();
        clock.advance(Duration.ofHours(1));
        timer.advance(planned.minusMillis(1));
        assertThat(opened()).hasSize(before);
        timer.advance(Duration.ofMillis(1));
        assertThat(opened()).hasSize(before + 1);
    }

    @Test
    void callsBeginOneAttemptASecondAndAreRefusedInBetween() {
        waiting();
        int before = opened().size();
        clock.advance(Duration.ofMillis(999));
        PendingCall early = call(1);
        lifecycle.submit(early);
        assertThat(early.isEnded()).isTrue();
        assertThat(opened()).hasSize(before);
        clock.advance(Duration.ofMillis(1));
        lifecycle.submit(call(2));
        lifecycle.submit(call(3));
        assertThat(opened()).as("both calls wait for one attempt").hasSize(before + 1);
        last().fails();
        PendingCall late = call(4);
        lifecycle.submit(late);
        assertThat(late.isEnded()).isTrue();
        assertThat(opened()).hasSize(before + 1);
    }

    @Test
    void aCallDoesNotCutShortWhatTheServerAskedToWaitFor() {
        lifecycle.start();
        lifecycle.lost(last(), "answered 429", Duration.ofSeconds(30));
        last().gone.complete(null);
        clock.advance(Duration.ofSeconds(29));
        PendingCall early = call(1);
        lifecycle.submit(early);
        assertThat(early.isEnded()).isTrue();
        assertThat(opened()).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        lifecycle.submit(call(2));
        assertThat(opened()).hasSize(2);
    }

    @Test
    void anAttemptThatACallBeginsWaitsUntilTheLastConnectionIsGone() {
        lifecycle.start();
        last().fails();
        StandIn dying = last();
        lifecycle.lost(dying, "exited with code 7", Duration.ZERO);
        clock.advance(Duration.ofSeconds(1));
        lifecycle.submit(call(1));
        assertThat(last()).isSameAs(dying);
        dying.gone.complete(null);
        assertThat(last()).isNotSameAs(dying);
        int attempts = opened().size();
        timer.advance(Duration.ofMinutes(5));
        assertThat(opened()).hasSize(attempts);
    }

    @Test
    void callThatWaitsTooLongForTheNewConnectionFailsUnsent() {
        ready();
        lifecycle.restart();
        PendingCall call = call(1);
        lifecycle.submit(call);
        timer.advance(LIMITS.joinWait());
        assertThatThrownBy(() -> call.result().join())
                .hasCauseInstanceOf(ToolCallException.class)
                .hasMessageContaining("the call was not sent");
    }

    @Test
    void keepsNothingOfConnectionsBeforeTheOneThatWorks() {
        waiting();
        timer.advance(LIMITS.restartMax());
        last().fails();
        clock.advance(Duration.ofSeconds(1));
        lifecycle.submit(call(1));
        lifecycle.ready(last());
        List<WeakReference<StandIn>> before = connections.stream()
                .filter(connection -> connection != last())
                .map(WeakReference::new)
                .toList();
        assertThat(before).hasSizeGreaterThan(2);
        connections.subList(0, before.size()).clear();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            return before.stream().allMatch(connection -> connection.refersTo(null));
        });
        assertThat(lifecycle.phase().connection()).isSameAs(last());
    }

    @Test
    void callsThatWaitAreBoundedInBytesWithoutBeingEncoded() {
        lifecycle.start();
        List<PendingCall> fit = List.of(call(1, "x".repeat(450)), call(2, "x".repeat(450)));
        fit.forEach(lifecycle::submit);
        assertThat(fit).noneMatch(PendingCall::isEnded);
        PendingCall over = call(3, "x".repeat(200));
        lifecycle.submit(over);
        assertThatThrownBy(() -> over.result().join())
                .hasCauseInstanceOf(ToolCallException.class)
                .hasMessageContaining("the queue in front of it is full");
        fit.get(0).cancel("makes room");
        PendingCall next = call(4, "x".repeat(200));
        lifecycle.submit(next);
        lifecycle.ready(last());
        assertThat(last().submitted).containsExactly(fit.get(1), next);
    }

    @Test
    void oneCallOverTheBoundWaitsAlone() {
        lifecycle.start();
        PendingCall large = call(1, "x".repeat(100_000));
        lifecycle.submit(large);
        PendingCall small = call(2);
        lifecycle.submit(small);
        assertThat(large.isEnded()).isFalse();
        assertThat(small.isEnded()).isTrue();
        large.cancel("makes room");
        PendingCall next = call(3);
        lifecycle.submit(next);
        assertThat(next.isEnded()).isFalse();
    }

    private PendingCall call(long id) {
        return call(id, "");
    }

    private PendingCall call(long id, String text) {
        ObjectNode params = Json.object().put("text", text);
        return new PendingCall(
                "files", id, "tools/call", params, ClientHeaders.NONE, progress -> {}, Client.NONE, lifecycle::forget);
    }

    /** A connection that does what the test says. */
    private final class StandIn implements Connection {
        private final CompletableFuture<Void> gone = new CompletableFuture<>();
        private final List<PendingCall> submitted = new ArrayList<>();
        private boolean opened;
        private int stops;

        void fails() {
            StandIn current = last();
            lifecycle.lost(current, "exited with code 7", Duration.ZERO);
            current.gone.complete(null);
        }

        @Override
        public void open() {
            opened = true;
        }

        @Override
        public CompletableFuture<Void> stop() {
            stops++;
            return gone;
        }

        @Override
        public CompletableFuture<Void> gone() {
            return gone;
        }

        @Override
        public boolean hasAnsweredCall() {
            return false;
        }

        @Override
        public CompletableFuture<Boolean> roundTrip() {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public boolean submit(PendingCall call) {
            return submitted.add(call);
        }

        @Override
        public void send(ObjectNode message) {
            throw new AssertionError(message);
        }

        @Override
        public void forget(long id) {
            // Nothing waits here.
        }

        @Override
        public void cancelled(long id, String reason) {
            // Nobody is told.
        }
    }
}
