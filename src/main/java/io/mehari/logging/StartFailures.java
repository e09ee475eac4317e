package io.mehari.logging;

import io.mehari.text.StartFailureException;

/** What frameworks log of a start that fails is said once, and better, at its end. Stateless. */
final class StartFailures {
    private StartFailures() {}

    /** Whether the failure is one with a description and a remedy, and the logger is that of a framework on its way up. */
    static boolean explainsIt(String logger, Throwable failure) {
        if (!logger.startsWith("org.apache.camel.") && !logger.startsWith("org.springframework.")) {
            return false;
        }
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 50; depth++) {
            if (cause instanceof StartFailureException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
