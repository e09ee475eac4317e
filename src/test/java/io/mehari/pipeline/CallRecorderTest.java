package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.CallCompleted;
import io.mehari.call.CallControl;
import io.mehari.call.ContextNames;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import io.mehari.exchange.ExchangeState;
import io.mehari.monitoring.metric.CallMeters;
import io.mehari.monitoring.metric.Meters;
import io.mehari.support.Tools;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class CallRecorderTest {
    private final GatewayEvents events = new GatewayEvents();
    private final EventQueue<CallCompleted> queue = events.subscribe(CallCompleted.class, 3);
    private final CallMeters meters = Meters.ofFiles();

    @Test
    void publishesWhatBecameOfACall() {
        record(new CallControl());
        assertThat(queue.drain(1)).singleElement().satisfies(event -> {
            assertThat(event.server()).isEqualTo("files");
            assertThat(event.tool()).isEqualTo("read");
            assertThat(event.outcome()).isEqualTo(Outcome.SUCCESS);
            assertThat(event.cacheHit()).isTrue();
            assertThat(event.completedAt()).isEqualTo(Instant.EPOCH);
            assertThat(event.duration()).isPositive();
        });
    }

    @Test
    void oneCallIsRecordedOnce() {
        CallControl control = new CallControl();
        record(control);
        record(control);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void theDrainPutsABatchIntoTheBody() {
        record(new CallControl());
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        new EventDrain(queue).process(exchange);
        assertThat(exchange.getMessage().getBody(List.class)).hasSize(1);
        new EventDrain(queue).process(exchange);
        assertThat(exchange.getMessage().getBody(List.class)).isEmpty();
    }

    @Test
    void countsCallsWhoseEventsAreDropped() {
        for (int i = 0; i < 10; i++) {
            record(new CallControl());
        }
        assertThat(queue.dropped()).isEqualTo(7);
        assertThat(meters.calls()).isEqualTo(10);
    }

    @Test
    void aCallHasAContextOnlyWhereNamesAreConfigured() {
        record(new CallControl());
        assertThat(queue.drain(1))
                .singleElement()
                .extracting(CallCompleted::context)
                .isEqualTo("");
        record(new CallControl(), new ContextNames(List.of("project", "tenant")));
        assertThat(queue.drain(1))
                .singleElement()
                .extracting(CallCompleted::context)
                .isEqualTo("tenant=acme");
    }

    private void record(CallControl control) {
        record(control, ContextNames.NONE);
    }

    private void record(CallControl control, ContextNames contexts) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        ToolCall call = Tools.call("files", "read", Tools.json("{}"));
        exchange.setProperty(
                ExchangeState.CALL,
                new ToolCall(
                        call.server(),
                        call.tool(),
                        call.arguments(),
                        call.context(),
                        call.mode(),
                        Tools.json("{'tenant': 'acme'}"),
                        false));
        exchange.setProperty(ExchangeState.RESULT, new Success(Tools.text("x"), true));
        exchange.setProperty(ExchangeState.CONTROL, control);
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        new CallRecorder(events, FailureReportsTest.reports(events, clock), meters, clock, contexts).process(exchange);
    }
}
