package io.mehari.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.alert.AlertBook;
import io.mehari.event.AlertCleared;
import io.mehari.event.AlertRaised;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvent;
import io.mehari.event.GatewayEvents;
import io.mehari.event.ServerHealthChanged;
import io.mehari.support.FakeUpstream;
import io.mehari.support.MovableClock;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S4.7, S4.8: a server that is connected again and again raises an alert")
class CrashLoopsTest {
    private final MovableClock clock = new MovableClock();
    private final LongSupplier nanos =
            () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    private final GatewayEvents events = new GatewayEvents();
    private final EventQueue<GatewayEvent> told = events.subscribe(GatewayEvent.class, 100);
    private final FakeUpstream upstream = new FakeUpstream("files");
    private final Upstreams upstreams = new Upstreams();
    private final ServerHeartbeats heartbeats = new ServerHeartbeats(
            upstreams,
            List::of,
            clock,
            nanos,
            new HealthChanges(new AlertBook(events::publish, clock), events::publish, new CrashLoops(nanos), clock));

    @Test
    void isRaisedOnceAndTakenBackAfterAQuietWindow() {
        upstreams.add(upstream);
        tick();
        for (int restarts = 1; restarts <= 4; restarts++) {
            upstream.reconnected(restarts);
            tick();
        }
        assertThat(told.drain(100)).as("after four").isEmpty();
        upstream.reconnected(5);
        tick();
        assertThat(told.drain(100))
                .singleElement()
                .isInstanceOfSatisfying(
                        AlertRaised.class,
                        raised -> assertThat(raised.toString()).contains("crash-loop:files", "5 times within 300 s"));
        upstream.reconnected(6);
        tick();
        clock.advance(Duration.ofSeconds(298));
        tick();
        assertThat(told.drain(100)).as("while it goes on").isEmpty();
        clock.advance(Duration.ofSeconds(2));
        tick();
        assertThat(told.drain(100)).singleElement().isInstanceOf(AlertCleared.class);
    }

    @Test
    void fewLossesOverALongTimeAreNoLoop() {
        upstreams.add(upstream);
        tick();
        for (int restarts = 1; restarts <= 50; restarts++) {
            upstream.reconnected(restarts);
            clock.advance(Duration.ofMinutes(2));
            tick();
        }
        assertThat(told.drain(100)).isEmpty();
    }

    @Test
    void isTakenBackWithItsServer() {
        upstreams.add(upstream);
        tick();
        upstream.reconnected(1000);
        tick();
        upstreams.remove("files");
        tick();
        List<GatewayEvent> all = told.drain(100);
        assertThat(all).hasSize(2);
        assertThat(all.get(1)).isInstanceOf(AlertCleared.class);
    }

    @Test
    void saysNothingOfAServerThatConnectsForTheFirstTimeOrIsStopped() {
        upstreams.add(upstream.state(UpstreamState.JOINING, null).trying(1, null));
        tick();
        upstream.state(UpstreamState.READY, null).trying(0, null);
        tick();
        upstream.state(UpstreamState.STOPPED, null);
        tick();
        assertThat(told.drain(100)).isEmpty();
    }

    @Test
    void aServerThatIsNotThereIsNoLoopHoweverOftenItIsCalled() {
        upstreams.add(upstream.state(UpstreamState.WAITING, "refuses").trying(2, null));
        tick();
        for (int calls = 1; calls <= 117; calls++) {
            upstream.trying(2 + calls, null).provoked(calls);
            tick();
        }
        assertThat(told.drain(100)).isEmpty();
        for (int own = 1; own <= 4; own++) {
            upstream.trying(119 + own, null);
            tick();
        }
        assertThat(told.drain(100))
                .as("the gateway's own attempts count as before")
                .singleElement()
                .isInstanceOfSatisfying(
                        AlertRaised.class,
                        raised -> assertThat(raised.toString()).contains("5 times within 300 s"));
    }

    @Test
    @DisplayName("S2.8: changes of state are events")
    void tellsOfChanges() {
        upstreams.add(upstream);
        tick();
        upstream.state(UpstreamState.WAITING, "exited with code 3");
        tick();
        upstream.state(UpstreamState.READY, null).since(clock.instant());
        tick();
        assertThat(told.drain(100).stream()
                        .map(ServerHealthChanged.class::cast)
                        .map(change -> change.from() + " to " + change.to()))
                .containsExactly("online to offline", "offline to online");
    }

    private void tick() {
        clock.advance(Duration.ofSeconds(1));
        heartbeats.tick(HeartbeatSettings.DEFAULTS, 0, 0);
    }
}
