package io.mehari.pipeline;

import io.mehari.call.CallCompleted;
import io.mehari.call.CallContext;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.event.GatewayEvents;
import io.mehari.exchange.CallState;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Publishes one event per call, whatever the outcome, and what failed in it: stage {@code tool-call-record}. */
final class CallRecorder implements Processor {
    private final GatewayEvents events;
    private final FailureReports failures;
    private final Clock clock;

    CallRecorder(GatewayEvents events, FailureReports failures, Clock clock) {
        this.events = events;
        this.failures = failures;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        ToolCallResult result = CallState.result(exchange);
        ToolCall call = CallState.call(exchange);
        if (result != null && call != null && CallState.control(exchange).claimRecord()) {
            publish(call, result);
            failures.report(exchange);
        }
    }

    /** For a call that no route has ended. */
    void record(ToolCall call, ToolCallResult result) {
        publish(call, result);
        failures.report(call, result);
    }

    private void publish(ToolCall call, ToolCallResult result) {
        CallContext context = call.context();
        events.publish(new CallCompleted(
                context.requestId(),
                call.server(),
                call.tool(),
                context.caller().name(),
                result.outcome(),
                result instanceof ToolCallResult.Success success && success.cacheHit(),
                Duration.ofNanos(System.nanoTime() - context.receivedNanos()),
                clock.instant()));
    }
}
