package io.mehari.pipeline;

import io.mehari.call.CallTrace;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.deadletter.DeadLetter;
import io.mehari.deadletter.DeadLetterFactory;
import io.mehari.deadletter.DeadLetters;
import io.mehari.event.DeadLetterAdded;
import io.mehari.event.GatewayEvents;
import io.mehari.exchange.CallState;
import io.mehari.exchange.ExchangeState;
import io.mehari.failure.RecoveryRecord;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a failed call durably, then lets its outcome leave; a call that was recovered is left alone. When the store cannot
 * take it the outcome leaves all the same, and the loss is logged and counted by the store.
 */
final class DeadLetterStore extends AsyncProcessorSupport {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterStore.class);

    private final DeadLetters deadLetters;
    private final DeadLetterFactory factory;
    private final GatewayEvents events;

    DeadLetterStore(DeadLetters deadLetters, DeadLetterFactory factory, GatewayEvents events) {
        this.deadLetters = deadLetters;
        this.factory = factory;
        this.events = events;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        RecoveryRecord recovery = exchange.getProperty(ExchangeState.RECOVERY, RecoveryRecord.class);
        if (recovery != null && recovery.result() == RecoveryRecord.Result.RECOVERED) {
            callback.done(true);
            return true;
        }
        ToolCall call = CallState.call(exchange);
        Failed failed = CallState.failure(exchange);
        String category = CallState.category(exchange);
        answer(exchange, failed);
        if (!failed.leavesDeadLetter() || call.context().byGateway()) {
            callback.done(true);
            return true;
        }
        CallTrace trace = CallState.control(exchange).trace();
        store(call, failed, category, trace).whenComplete((stored, failure) -> {
            if (failure != null) {
                LOG.debug(
                        "Request {}: no dead letter was kept: {}",
                        call.context().requestId(),
                        failure.getMessage());
            }
            CallState.control(exchange).resume(() -> callback.done(false)); // the writer has others to serve
        });
        return false;
    }

    private static void answer(Exchange exchange, Failed failed) {
        if (failed.answer() instanceof ToolError error) {
            CallState.answer(exchange, error.result(), error);
        } else {
            CallState.answer(exchange, failed);
        }
    }

    private static DeadLetterAdded added(DeadLetter letter) {
        return new DeadLetterAdded(
                letter.id(),
                letter.server(),
                letter.tool(),
                letter.outcome().code(),
                letter.category(),
                letter.occurredAt());
    }

    /** Whatever goes wrong with the dead letter, the outcome leaves. */
    private CompletableFuture<Void> store(ToolCall call, Failed failed, String category, CallTrace trace) {
        try {
            DeadLetter made = factory.deadLetterOf(call, failed, category);
            DeadLetter letter = trace == null ? made : made.inTrace(trace.traceId());
            return deadLetters.store(letter).thenRun(() -> events.publish(added(letter)));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
