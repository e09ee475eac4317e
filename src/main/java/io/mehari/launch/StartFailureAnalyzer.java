package io.mehari.launch;

import io.mehari.text.StartFailureException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows why the gateway does not start and what to do about it, without a stack trace. */
class StartFailureAnalyzer extends AbstractFailureAnalyzer<StartFailureException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StartFailureException cause) {
        return new FailureAnalysis(cause.description(), cause.remedy(), cause);
    }
}
