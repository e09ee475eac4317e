package io.mehari.endpoint.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.bench.SocketListeners;
import io.mehari.event.AlertRaised;
import io.mehari.event.AlertSeverity;
import io.mehari.event.BreakerOpened;
import io.mehari.notification.Topic;
import io.mehari.protocol.Json;
import io.mehari.support.LiveClient;
import io.mehari.support.Trials;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many events to many listeners over real connections: nothing grows, and what is not delivered is counted. */
class FanOutTest {
    private static final String ALL =
            Topic.codes().stream().map(topic -> '"' + topic + '"').collect(Collectors.joining(","));
    private static final int EVENTS_PER_TICK = 1_000;
    private static final long ROOM = 24L << 20;

    /** Ten a second. */
    private static final class Ticks implements AutoCloseable {
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        private final Semaphore due = new Semaphore(0);

        Ticks() {
            clock.scheduleAtFixedRate(due::release, 0, 100, TimeUnit.MILLISECONDS);
        }

        void await() throws InterruptedException {
            assertThat(due.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }

    private static long live() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** In its long form ten ticks a second for a minute; else without a pause between them. */
    @Test
    @DisplayName(
            "S0.5: 10,000 events/s, 10 listeners of everything, 1,000 of stats: flat memory, each message sent or counted")
    void memoryStaysFlat() throws Exception {
        int everything = 10;
        int ofStats = Trials.count(300, 1_000);
        int ticks = Trials.count(60, 600);
        boolean paced = Trials.count(0, 1) > 0;
        try (Ticks clock = new Ticks();
                LiveServerFixture plane = new LiveServerFixture(2_000, 1_000);
                SocketListeners listeners = new SocketListeners(plane.port)) {
            listeners.open(everything, ALL, true);
            listeners.open(ofStats, "\"stats\"", true);
            long sent = listeners.messages();
            long third = 0;
            for (int tick = 0; tick < ticks; tick++) {
                if (paced) {
                    clock.await();
                }
                for (int i = 0; i < EVENTS_PER_TICK; i++) {
                    plane.events.publish(new BreakerOpened("files", "read", Instant.EPOCH));
                }
                sent += EVENTS_PER_TICK * everything;
                if (tick % 10 == 0) {
                    plane.notifier.publish(
                            Topic.STATS, "stats_update", Json.object().put("calls", tick));
                    sent += everything + ofStats;
                }
                plane.tick();
                if (tick == ticks / 3) {
                    third = live();
                }
            }
            long expected = sent;
            Awaitility.await()
                    .atMost(60, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(listeners.messages() + plane.dropped.sum())
                            .isEqualTo(expected));
            assertThat(live()).as("bytes live at the end").isLessThan(third + ROOM);
            assertThat(listeners.ended()).isZero();
            assertThat(plane.notifier.dropped()).isZero();
        }
    }

    @Test
    @DisplayName("S0.5: 50,000 events at once: the oldest are dropped and counted, the rest arrive in order")
    void aFloodIsBoundedAndCounted() throws Exception {
        int flood = 50_000;
        try (LiveServerFixture plane = new LiveServerFixture(10, 100_000);
                LiveClient listener = LiveClient.open("ws://127.0.0.1:" + plane.port + "/ws")) {
            listener.call("subscribe", "{'topics': ['breakers', 'alerts']}");
            for (int i = 0; i < flood; i++) {
                plane.events.publish(new BreakerOpened("files", "read", Instant.EPOCH));
            }
            plane.events.publish(new AlertRaised("last", AlertSeverity.WARNING, "text", "remedy", Instant.EPOCH));
            int told = 0;
            for (int batch = plane.tick(); batch > 0; batch = plane.tick()) {
                told += batch;
            }
            assertThat(told).as("what the queue holds").isEqualTo(10_000);
            assertThat(plane.notifier.dropped()).isEqualTo(flood + 1 - 10_000);
            assertThat(listener.await(
                            "the last one",
                            message -> message.path("topic").asText().equals("alerts")))
                    .isNotNull();
        }
    }

    @Test
    @DisplayName("S0.5: 1,000 slow readers: bounded, counted, and nobody else waits")
    void slowReadersAreBounded() throws Exception {
        int slow = Trials.count(100, 1_000);
        int queue = 20;
        String text = "x".repeat(8_000);
        try (LiveServerFixture plane = new LiveServerFixture(2_000, queue);
                SocketListeners listeners = new SocketListeners(plane.port);
                LiveClient quick = LiveClient.open("ws://127.0.0.1:" + plane.port + "/ws")) {
            listeners.open(slow, "\"alerts\"", false);
            quick.call("subscribe", "{'topics': ['breakers']}");
            long before = live();
            Awaitility.await()
                    .atMost(60, TimeUnit.SECONDS)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        plane.events.publish(
                                new AlertRaised("x", AlertSeverity.WARNING, text, "remedy", Instant.EPOCH));
                        plane.tick();
                        return plane.dropped.sum() > slow * 50L;
                    });
            plane.events.publish(new BreakerOpened("files", "quick", Instant.EPOCH));
            plane.tick();
            assertThat(quick.await(
                            "what it listens to",
                            message -> message.path("topic").asText().equals("breakers")))
                    .isNotNull();
            assertThat(live() - before)
                    .as("texts are shared, however many wait for them")
                    .isLessThan(ROOM + slow * 40_000L);
        }
    }

    @Test
    @DisplayName("S0.5: reconnect storms leave nothing behind")
    void stormsLeaveNothingBehind() throws Exception {
        try (LiveServerFixture plane = new LiveServerFixture(2_000, 100)) {
            for (int storm = 0; storm < Trials.count(5, 50); storm++) {
                try (SocketListeners listeners = new SocketListeners(plane.port)) {
                    listeners.open(100, "\"alerts\",\"breakers\"", true);
                    assertThat(plane.notifier.subscribers()).isGreaterThanOrEqualTo(100);
                }
            }
            Awaitility.await()
                    .atMost(30, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(List.of(plane.hub.all().size(), plane.notifier.subscribers()))
                            .containsExactly(0, 0));
            try (LiveClient after = LiveClient.open("ws://127.0.0.1:" + plane.port + "/ws")) {
                assertThat(after.call("echo", "{'a': 1}").path("a").asInt()).isEqualTo(1);
            }
        }
    }
}
