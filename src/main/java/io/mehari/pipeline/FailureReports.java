package io.mehari.pipeline;

import io.mehari.call.CallTrace;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.event.GatewayEvents;
import io.mehari.exchange.CallState;
import io.mehari.exchange.ExchangeState;
import io.mehari.failure.CallFailed;
import io.mehari.failure.FailureClass;
import io.mehari.failure.FailureClassifier;
import io.mehari.failure.RecoveryRecord;
import io.mehari.failure.ThrownText;
import io.mehari.monitoring.metric.FailureMeters;
import io.mehari.recovery.RecoveryStatistics;
import io.mehari.redaction.Redaction;
import java.time.Clock;
import org.apache.camel.Exchange;

/** Publishes a {@link CallFailed} for each call that failed, recovered or not, and for each error of a tool. */
final class FailureReports {
    private final FailureClassifier classifier;
    private final Redaction redaction;
    private final GatewayEvents events;
    private final RecoveryStatistics statistics;
    private final FailureMeters meters;
    private final Clock clock;

    FailureReports(
            FailureClassifier classifier,
            Redaction redaction,
            GatewayEvents events,
            RecoveryStatistics statistics,
            FailureMeters meters,
            Clock clock) {
        this.classifier = classifier;
        this.statistics = statistics;
        this.meters = meters;
        this.redaction = redaction;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Publishes, unless nothing failed.
     *
     * @param exchange of a call that has ended and is recorded
     * @param call the call
     * @param result how it ended
     * @param trace its span; null while traces are off
     */
    void report(Exchange exchange, ToolCall call, ToolCallResult result, CallTrace trace) {
        Failed failed = CallState.failure(exchange);
        if (failed != null) {
            FailureClass known = exchange.getProperty(ExchangeState.CLASSIFIED, FailureClass.class);
            RecoveryRecord recovery = exchange.getProperty(ExchangeState.RECOVERY, RecoveryRecord.class);
            String message = failed.isThrownByRoute()
                    ? ThrownText.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class))
                    : failed.message();
            report(call, failed, known == null ? classifier.classify(failed) : known, message, recovery, trace);
        } else {
            report(call, result, trace);
        }
    }

    /**
     * Publishes, unless nothing failed.
     *
     * @param call that has ended
     * @param result how; no recovery was tried
     */
    void report(ToolCall call, ToolCallResult result) {
        report(call, result, null);
    }

    private void report(ToolCall call, ToolCallResult result, CallTrace trace) {
        if (result instanceof Failed failed) {
            report(call, failed, classifier.classify(failed), failed.message(), null, trace);
        } else if (result instanceof ToolError error) {
            String text = ToolErrorText.of(error.result(), CallFailed.MAX_MESSAGE);
            publish(call, result, classifier.classifyToolError(text), text, null, trace);
        }
    }

    private void report(
            ToolCall call,
            Failed failed,
            FailureClass known,
            String message,
            RecoveryRecord recovery,
            CallTrace trace) {
        if (failed.outcome().isFailure() || failed.isThrownByRoute()) {
            publish(call, failed, known, message, recovery, trace);
        }
    }

    private void publish(
            ToolCall call,
            ToolCallResult result,
            FailureClass known,
            String message,
            RecoveryRecord recovery,
            CallTrace trace) {
        CallFailed event = new CallFailed(
                call.context().requestId(),
                call.server(),
                call.tool(),
                result.outcome(),
                known,
                cut(redaction.text(cut(message))),
                recovery == null ? RecoveryRecord.NONE : recovery,
                clock.instant(),
                trace == null ? "" : trace.traceId());
        if (result.outcome().isFailure() || recovery != null) {
            statistics.record(event);
            meters.record(
                    event.server(), event.category(), event.recovery().result().code());
        }
        if (trace != null) {
            RecoveryRecord done = event.recovery();
            trace.failed(event.category(), done.result().code(), done.route(), done.attempts());
        }
        events.publish(event);
    }

    private static String cut(String text) {
        return text.length() <= CallFailed.MAX_MESSAGE ? text : text.substring(0, CallFailed.MAX_MESSAGE);
    }
}
