package io.mehari.configuration;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Tells a person which file keeps the gateway from starting, without a stack trace. */
class InvalidFileFailureAnalyzer implements FailureAnalyzer {
    @Override
    public FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidConfigurationException) {
                return new FailureAnalysis(
                        cause.getMessage(),
                        "Mend the file; config/mcp-servers.json in the project shows every key.",
                        cause);
            }
            if (cause instanceof InvalidRoutesException) {
                return new FailureAnalysis(
                        cause.getMessage(), "Mend the route file; routes/README.md tells how.", cause);
            }
        }
        return null;
    }
}
