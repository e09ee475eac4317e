package io.mehari.launch;

import io.mehari.configuration.InvalidConfigurationException;
import io.mehari.routes.InvalidRoutesException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Tells a person which file keeps the gateway from starting, without a stack trace. */
class InvalidFileFailureAnalyzer implements FailureAnalyzer {
    private static final String MEND_SETTINGS =
            "Mend what is named; docs/guides/configuration.md tells every key, and 'mehari check' looks again.";
    private static final String MEND_ROUTES = "Mend the route file; routes/README.md tells how.";

    /** Looks through all causes: what goes wrong in the start of Camel arrives wrapped. */
    @Override
    public FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidConfigurationException) {
                return new FailureAnalysis(cause.getMessage(), MEND_SETTINGS, cause);
            }
            if (cause instanceof InvalidRoutesException) {
                return new FailureAnalysis(cause.getMessage(), MEND_ROUTES, cause);
            }
        }
        return null;
    }
}
