package io.mehari.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells a person why the gateway does not serve the network, without a stack trace. */
class UnsafeBindingFailureAnalyzer extends AbstractFailureAnalyzer<UnsafeBindingException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsafeBindingException cause) {
        return new FailureAnalysis(
                cause.getMessage(), "Configure a key in mehari.security.keys, or bind 127.0.0.1.", cause);
    }
}
