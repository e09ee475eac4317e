package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.mehari.call.CallCompleted;
import io.mehari.call.Outcome;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import io.mehari.launch.MaintenanceSettings;
import io.mehari.monitoring.sample.CallTally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class EventDrainTest {
    private static final int PACE = 20_000;

    private final GatewayEvents events = new GatewayEvents();
    private final CallTally tally = new CallTally();
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    @DisplayName("S1.4: five seconds of 20,000 calls a second are counted without a loss")
    void keepsUpWithManyCalls() {
        Binder defaults = new Binder(new MapConfigurationPropertySource(Map.of()));
        int capacity =
                defaults.bindOrCreate("mehari.pipeline", PipelineSettings.class).eventQueue();
        Duration period = defaults.bindOrCreate("mehari.maintenance", MaintenanceSettings.class)
                .callEventsPeriod();
        EventQueue<CallCompleted> queue = events.subscribe(CallCompleted.class, capacity);
        EventDrain drain = new EventDrain(queue, tally::add);
        int perTick = (int) (PACE * period.toMillis() / 1000);

        for (long millis = 0; millis < 5_000; millis += period.toMillis()) {
            publish(perTick);
            drain.process(exchange);
            assertThat(exchange.getMessage().getBody(List.class)).hasSize(perTick);
        }

        assertThat(queue.dropped()).isZero();
        assertThat(queue.size()).isZero();
        assertThat(tally.take().all().calls()).isEqualTo(5 * PACE);
    }

    @Test
    @DisplayName("a tick that comes late by as much again loses nothing either")
    void hasRoomForATickThatIsLate() {
        EventQueue<CallCompleted> queue = events.subscribe(CallCompleted.class, 10_000);
        publish(PACE / 2);
        new EventDrain(queue, tally::add).process(exchange);
        assertThat(queue.dropped()).isZero();
        assertThat(tally.take().all().calls()).isEqualTo(PACE / 2);
    }

    @Test
    void theGateFollowsTheLevelOfTheLog() {
        Logger log = (Logger) LoggerFactory.getLogger("io.mehari.test.gate");
        LogGate gate = new LogGate("io.mehari.test.gate");
        log.setLevel(Level.WARN);
        gate.process(exchange);
        assertThat(exchange.isRouteStop()).isTrue();
        log.setLevel(Level.INFO);
        gate.process(exchange);
        assertThat(exchange.isRouteStop()).isFalse();
    }

    private void publish(int calls) {
        for (int at = 0; at < calls; at++) {
            events.publish(new CallCompleted(
                    "r", "files", "read", "anonymous", Outcome.SUCCESS, false, Duration.ofMillis(1), Instant.EPOCH));
        }
    }
}
