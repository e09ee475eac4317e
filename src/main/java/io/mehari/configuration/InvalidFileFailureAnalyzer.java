package io.mehari.configuration;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells a person which file keeps the gateway from starting, without a stack trace. */
class InvalidFileFailureAnalyzer extends AbstractFailureAnalyzer<RuntimeException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RuntimeException cause) {
        if (cause instanceof InvalidConfigurationException) {
            return new FailureAnalysis(
                    cause.getMessage(),
                    "Mend the file; config/mcp-servers.json in the project shows every key.",
                    cause);
        }
        return cause instanceof InvalidRoutesException
                ? new FailureAnalysis(cause.getMessage(), "Mend the route file; routes/README.md tells how.", cause)
                : null;
    }
}
