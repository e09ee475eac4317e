package io.mehari.endpoint.http;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells a person why the data plane cannot listen, without a stack trace. */
class AddressFailureAnalyzer extends AbstractFailureAnalyzer<AddressFailure> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, AddressFailure cause) {
        return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
    }
}
