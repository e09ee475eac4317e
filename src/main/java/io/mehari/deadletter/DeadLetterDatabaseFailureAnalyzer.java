package io.mehari.deadletter;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets the gateway end with a cause and a remedy, and without a stack trace, when the database cannot be opened. */
final class DeadLetterDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<DeadLetterDatabaseException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DeadLetterDatabaseException cause) {
        return new FailureAnalysis(cause.description(), cause.remedy(), cause);
    }
}
