package io.mehari.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.CallCompleted;
import io.mehari.call.Outcome;
import io.mehari.event.AlertRaised;
import io.mehari.event.AlertSeverity;
import io.mehari.event.BreakerOpened;
import io.mehari.event.GatewayEvents;
import io.mehari.event.ServerHealthChanged;
import io.mehari.event.ServersChanged;
import io.mehari.notification.Subscriber.Medium;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Events become numbered messages, for those who want them, in their order. */
class NotifierTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    private final GatewayEvents events = new GatewayEvents();
    private final Notifier notifier = notifier(new NotificationSettings(Duration.ofMillis(100), 5, 3, false));

    private Notifier notifier(NotificationSettings settings) {
        return new Notifier(events, settings, settings::calls, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    /** Remembers what it gets. */
    private static final class Listener implements Subscriber {
        private final List<Notification> got = new ArrayList<>();

        @Override
        public Medium medium() {
            return Medium.SSE;
        }

        @Override
        public void take(Notification notification) {
            got.add(notification);
        }

        List<String> types() {
            return got.stream().map(Notification::type).toList();
        }
    }

    @Test
    @DisplayName("S0.5: server push has type, payload, sequence and timestamp")
    void aMessageSaysWhatHasHappened() throws Exception {
        events.publish(new BreakerOpened("files", "read", NOON));
        List<Notification> batch = notifier.take();
        JsonNode message = Json.read(batch.get(0).text());
        assertThat(message)
                .isEqualTo(Json.read(
                        "{\"type\":\"breaker_changed\",\"topic\":\"breakers\",\"payload\":{\"server\":\"files\","
                                + "\"tool\":\"read\",\"at\":\"2026-11-26T12:00:00Z\",\"state\":\"open\"},\"sequence\":"
                                + batch.get(0).sequence() + ",\"timestamp\":\"2026-11-26T12:00:00Z\"}"));
        assertThat(notifier.take()).isEmpty();
    }

    @Test
    void aCallIsToldWithoutItsContext() {
        CallCompleted call = new CallCompleted(
                "r1", "files", "read", "ci", Outcome.SUCCESS, false, Duration.ZERO, NOON, "", "tenant=acme");
        assertThat(names(EventMessage.of(call).payload()))
                .containsExactly(
                        "request_id",
                        "server",
                        "tool",
                        "caller",
                        "outcome",
                        "cache_hit",
                        "duration_ms",
                        "completed_at",
                        "trace_id");
    }

    @Test
    void messagesNameTheGatewayOnlyWhereThereAreSeveral() throws Exception {
        events.publish(new BreakerOpened("files", "read", NOON));
        assertThat(notifier.take()).noneMatch(each -> each.text().contains("\"instance\""));
        notifier.callItself("one");
        events.publish(new BreakerOpened("files", "read", NOON));
        assertThat(notifier.hear(
                        "two", Topic.ALERTS, "alert_raised", Json.object().put("key", "cpu")))
                .isTrue();
        List<Notification> batch = notifier.take();
        assertThat(batch).extracting(Notification::foreign).containsExactly(true, false);
        assertThat(Notification.own(batch)).containsExactly(batch.get(1));
        assertThat(Json.read(batch.get(0).text()).path("instance").asText()).isEqualTo("two");
        assertThat(Json.read(batch.get(0).text()).at("/payload/key").asText()).isEqualTo("cpu");
        assertThat(Json.read(batch.get(1).text()).path("instance").asText()).isEqualTo("one");
        assertThat(batch.get(1).sequence()).isGreaterThan(batch.get(0).sequence());
    }

    @Test
    void whatOthersTellHasABound() {
        boolean room = true;
        int told = 0;
        while (room && told < 100_000) {
            room = notifier.hear("two", Topic.ALERTS, "alert_raised", Json.object());
            told++;
        }
        assertThat(told).isEqualTo(5_001);
        assertThat(notifier.take()).hasSize(5_000);
        assertThat(notifier.hear("two", Topic.ALERTS, "alert_raised", Json.object()))
                .isTrue();
    }

    @Test
    @DisplayName("S0.1: nobody who listens to calls, no cost")
    void callsAreNotEvenQueuedWhileNobodyListensToThem() {
        events.publish(call());
        assertThat(notifier.take()).isEmpty();
        Listener listener = new Listener();
        notifier.subscribe(listener, List.of(Topic.CALLS), null);
        events.publish(call());
        assertThat(notifier.take()).extracting(Notification::type).containsExactly("call_completed");
        notifier.leave(listener);
        events.publish(call());
        assertThat(notifier.take()).isEmpty();
    }

    @Test
    @ChangesBehaviour("mehari.notification.calls")
    void callsAreToldAnywayWhereThatIsWanted() {
        Notifier always = notifier(new NotificationSettings(Duration.ofMillis(100), 5, 3, true));
        events.publish(call());
        assertThat(always.take()).hasSize(1);
    }

    @Test
    void eachGetsItsTopicsInOrder() {
        Listener breakers = new Listener();
        Listener both = new Listener();
        notifier.subscribe(breakers, List.of(Topic.BREAKERS), null);
        notifier.subscribe(both, List.of(Topic.BREAKERS, Topic.UPSTREAMS), null);
        events.publish(new BreakerOpened("files", "read", NOON));
        events.publish(new ServerHealthChanged("files", "online", "offline", Optional.of("gone"), NOON));
        events.publish(new BreakerOpened("files", "write", NOON));
        tick();
        assertThat(breakers.types()).containsExactly("breaker_changed", "breaker_changed");
        assertThat(both.types()).containsExactly("breaker_changed", "server_health_changed", "breaker_changed");
        assertThat(both.got).extracting(Notification::sequence).isSorted().doesNotHaveDuplicates();
        notifier.unsubscribe(both, List.of(Topic.BREAKERS));
        events.publish(new BreakerOpened("files", "x", NOON));
        tick();
        assertThat(both.got).hasSize(3);
        assertThat(breakers.got).hasSize(3);
    }

    @Test
    @DisplayName("S0.5: replay of recent events by sequence number")
    void whoComesBackGetsWhatWasMissedAndNothingTwice() {
        alert("a");
        long known = notifier.take().get(0).sequence();
        alert("b");
        alert("c");
        List<Notification> numbered = notifier.take(); // made, and not delivered yet
        Listener listener = new Listener();
        Subscribed back = notifier.subscribe(listener, List.of(Topic.ALERTS), known);
        assertThat(back.replay()).isEqualTo(numbered);
        assertThat(back.missed()).isFalse();
        notifier.deliver(numbered, Medium.SSE);
        assertThat(listener.got).as("the same again").isEmpty();
        alert("d");
        tick();
        assertThat(listener.got).hasSize(1);
    }

    @Test
    @ChangesBehaviour("mehari.notification.history")
    void saysThatSomethingIsMissing() {
        alert("a");
        long known = notifier.take().get(0).sequence();
        for (String each : List.of("b", "c", "d", "e")) {
            alert(each);
        }
        tick();
        Subscribed back = notifier.subscribe(new Listener(), List.of(Topic.ALERTS), known);
        assertThat(back.replay()).hasSize(3);
        assertThat(back.missed()).isTrue();
    }

    @Test
    void aNumberOfAnotherLifeIsAskedForWhatIsKept() {
        alert("a");
        tick();
        assertThat(notifier.subscribe(new Listener(), List.of(Topic.ALERTS), 5L))
                .satisfies(back -> assertThat(back.missed()).isTrue())
                .satisfies(back -> assertThat(back.replay()).hasSize(1));
        assertThat(notifier.subscribe(new Listener(), List.of(Topic.ALERTS), Long.MAX_VALUE))
                .satisfies(back -> assertThat(back.missed()).isTrue())
                .satisfies(back -> assertThat(back.replay()).hasSize(1));
    }

    @Test
    @ChangesBehaviour("mehari.notification.queue")
    @DisplayName("S0.1: bounded queue, drop counter")
    void dropsTheOldestAndCounts() {
        for (int i = 0; i < 7; i++) {
            alert("a" + i);
        }
        assertThat(notifier.take())
                .hasSize(5)
                .first()
                .satisfies(first -> assertThat(first.text()).contains("a2"));
        assertThat(notifier.dropped()).isEqualTo(2);
    }

    @Test
    void aSubscriberThatFailsTakesNothingFromTheOthers() {
        Subscriber broken = new Subscriber() {
            @Override
            public Medium medium() {
                return Medium.SSE;
            }

            @Override
            public void take(Notification notification) {
                throw new IllegalStateException("broken on purpose");
            }
        };
        Listener listener = new Listener();
        notifier.subscribe(broken, List.of(Topic.ALERTS), null);
        notifier.subscribe(listener, List.of(Topic.ALERTS), null);
        alert("a");
        tick();
        assertThat(listener.got).hasSize(1);
    }

    @Test
    void eventsOfAnyFormAreTold() throws Exception {
        events.publish(new ServersChanged(List.of("a"), List.of(), List.of("b", "c"), List.of(), NOON));
        Notification told = notifier.take().get(0);
        assertThat(told.topic()).isEqualTo(Topic.CONFIG);
        assertThat(Json.read(told.text()).path("payload"))
                .isEqualTo(Json.read("{\"added\":[\"a\"],\"changed\":[],\"removed\":[\"b\",\"c\"],\"kept\":[],"
                        + "\"at\":\"2026-11-26T12:00:00Z\"}"));
        EventMessage call = EventMessage.of(call());
        assertThat(call.payload().path("duration_ms").asDouble()).isEqualTo(12.5);
        assertThat(call.payload().path("outcome").asText()).isEqualTo("timed_out");
        assertThat(call.payload().path("request_id").asText()).isEqualTo("r1");
        assertThat(call.topic()).isEqualTo(Topic.CALLS);
    }

    @Test
    @DisplayName("S0.5: stats_update every second only while somebody listens and something changed")
    void statesAreToldWhileTheyChangeAndSomebodyListens() {
        AtomicLong now = new AtomicLong();
        AtomicLong calls = new AtomicLong();
        AtomicLong asked = new AtomicLong();
        Snapshots stats = new Snapshots(
                notifier,
                new Snapshots.Kind(Topic.STATS, "stats_update", Duration.ofSeconds(1), List.of("uptime"), () -> {
                    asked.incrementAndGet();
                    return Json.object().put("calls", calls.get()).put("uptime", now.get());
                }),
                now::get);
        stats.look();
        assertThat(asked).hasValue(0);
        Listener listener = new Listener();
        notifier.subscribe(listener, List.of(Topic.STATS), null);
        for (int tenth = 0; tenth < 30; tenth++) {
            stats.look();
            tick();
            now.addAndGet(Duration.ofMillis(100).toNanos());
        }
        assertThat(asked).hasValue(3);
        assertThat(listener.types()).as("nothing has changed since the first").containsExactly("stats_update");
        calls.set(1);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        stats.look();
        tick();
        assertThat(listener.got).hasSize(2);
        notifier.leave(listener);
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        stats.look();
        assertThat(asked).hasValue(4);
    }

    private void tick() {
        notifier.deliver(notifier.take(), Medium.SSE);
    }

    private void alert(String key) {
        events.publish(new AlertRaised(key, AlertSeverity.WARNING, "text", "remedy", NOON));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static CallCompleted call() {
        return new CallCompleted(
                "r1", "files", "read", "ci", Outcome.TIMED_OUT, false, Duration.ofNanos(12_500_000), NOON);
    }
}
