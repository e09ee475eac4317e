package io.mehari.pipeline;

import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.deadletter.DeadLetterFactory;
import io.mehari.deadletter.DeadLetters;
import io.mehari.failure.FailureClassifier;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the error firewall and the record stage would have done for a call that the watchdog ends. Done when its dead letter is durable, or lost. */
final class OverdueCallHandler implements BiFunction<ToolCall, Failed, CompletableFuture<Void>> {
    private static final Logger LOG = LoggerFactory.getLogger(OverdueCallHandler.class);

    private final CallRecorder recorder;
    private final DeadLetters deadLetters;
    private final DeadLetterFactory factory;
    private final FailureClassifier classifier;

    OverdueCallHandler(
            CallRecorder recorder, DeadLetters deadLetters, DeadLetterFactory factory, FailureClassifier classifier) {
        this.recorder = recorder;
        this.deadLetters = deadLetters;
        this.factory = factory;
        this.classifier = classifier;
    }

    @Override
    public CompletableFuture<Void> apply(ToolCall call, Failed result) {
        recorder.record(call, result);
        if (!result.leavesDeadLetter() || call.context().byGateway()) {
            return CompletableFuture.completedFuture(null);
        }
        return deadLetters
                .store(factory.deadLetterOf(call, result, classifier.categoryOf(result)))
                .whenComplete((stored, failure) -> {
                    if (failure != null) {
                        LOG.debug(
                                "Request {}: no dead letter was kept: {}",
                                call.context().requestId(),
                                failure.getMessage());
                    }
                });
    }
}
