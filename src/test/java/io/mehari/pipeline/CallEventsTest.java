package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.CallCompleted;
import io.mehari.call.CallControl;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.Tools;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class CallEventsTest {
    private final CallEvents events = new CallEvents(3);

    @Test
    void aFullQueueDropsItsOldestAndCountsIt() {
        for (int i = 1; i <= 5; i++) {
            events.add(event("r" + i));
        }
        assertThat(events.dropped()).isEqualTo(2);
        assertThat(events.size()).isEqualTo(3);
        assertThat(events.drain(10)).extracting(CallCompleted::requestId).containsExactly("r3", "r4", "r5");
    }

    @Test
    void givesNoMoreThanAskedForOldestFirst() {
        events.add(event("r1"));
        events.add(event("r2"));
        assertThat(events.drain(1)).extracting(CallCompleted::requestId).containsExactly("r1");
        assertThat(events.drain(1)).extracting(CallCompleted::requestId).containsExactly("r2");
        assertThat(events.drain(1)).isEmpty();
    }

    @Test
    void theDrainPutsABatchIntoTheBody() {
        events.add(event("r1"));
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        new CallEventDrain(events).process(exchange);
        assertThat(exchange.getMessage().getBody(List.class)).hasSize(1);
        new CallEventDrain(events).process(exchange);
        assertThat(exchange.getMessage().getBody(List.class)).isEmpty();
    }

    @Test
    void theRecorderTellsWhatBecameOfACall() {
        record(new CallControl());
        assertThat(events.drain(1)).singleElement().satisfies(event -> {
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
        assertThat(events.size()).isEqualTo(1);
    }

    private void record(CallControl control) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(ExchangeState.CALL, Tools.call("files", "read", Tools.json("{}")));
        exchange.setProperty(ExchangeState.RESULT, new Success(Tools.text("x"), true));
        exchange.setProperty(ExchangeState.CONTROL, control);
        new CallRecorder(events, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)).process(exchange);
    }

    private static CallCompleted event(String id) {
        return new CallCompleted(
                id, "files", "read", "anna", Outcome.SUCCESS, false, Duration.ofMillis(1), Instant.EPOCH);
    }
}
