package io.mehari.pipeline;

import io.mehari.call.CallCompleted;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.CallTrace;
import io.mehari.call.ContextNames;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.catalog.Tool;
import io.mehari.event.GatewayEvents;
import io.mehari.exchange.CallState;
import io.mehari.monitoring.metric.CallMeters;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Counts each call and publishes one event for it, whatever the outcome, and what failed in it: stage {@code tool-call-record}. */
final class CallRecorder implements Processor {
    private final GatewayEvents events;
    private final FailureReports failures;
    private final CallMeters meters;
    private final Clock clock;
    private final ContextNames contexts;

    /** For calls without contexts. */
    CallRecorder(GatewayEvents events, FailureReports failures, CallMeters meters, Clock clock) {
        this(events, failures, meters, clock, ContextNames.NONE);
    }

    /** @param contexts what tells calls apart for what is learnt of them */
    CallRecorder(GatewayEvents events, FailureReports failures, CallMeters meters, Clock clock, ContextNames contexts) {
        this.events = events;
        this.failures = failures;
        this.meters = meters;
        this.clock = clock;
        this.contexts = contexts;
    }

    @Override
    public void process(Exchange exchange) {
        ToolCallResult result = CallState.result(exchange);
        ToolCall call = CallState.call(exchange);
        CallControl control = CallState.control(exchange);
        if (result != null && call != null && control.claimRecord()) {
            publish(call, CallState.tool(exchange), result, control.trace());
            failures.report(exchange, call, result, control.trace());
        }
    }

    /** For a call that no route has ended. */
    void record(ToolCall call, ToolCallResult result) {
        publish(call, null, result, null);
        failures.report(call, result);
    }

    private void publish(ToolCall call, Tool known, ToolCallResult result, CallTrace trace) {
        CallContext context = call.context();
        String server = known == null ? call.server() : shared(call.server(), known.server());
        String tool = known == null ? call.tool() : shared(call.tool(), known.name());
        long now = System.nanoTime();
        long took = now - context.receivedNanos();
        boolean cacheHit = result instanceof ToolCallResult.Success success && success.cacheHit();
        meters.record(server, tool, result.outcome(), cacheHit, took, now); // whatever becomes of the event
        events.publish(new CallCompleted(
                context.requestId(),
                server,
                tool,
                context.caller().name(),
                result.outcome(),
                cacheHit,
                Duration.ofNanos(took),
                clock.instant(),
                trace == null ? "" : trace.traceId(),
                contexts.textOf(call)));
    }

    /** The catalogue's own text where it is the same: events wait in queues, and a text for each call would wait with them. */
    private static String shared(String given, String known) {
        return given.equals(known) ? known : given;
    }
}
