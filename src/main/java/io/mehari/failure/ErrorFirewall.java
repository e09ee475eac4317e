package io.mehari.failure;

import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only place where something thrown becomes an answer. What is not meant as an answer is a defect: it goes to the
 * log, and the caller learns nothing but where to look. Safe for concurrent use.
 */
public final class ErrorFirewall {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorFirewall.class);

    /**
     * The answer to a call that ended in an exception. Never throws.
     *
     * @param thrown what stopped the call
     * @param requestId the request's id, which the answer names and the log can be searched for
     */
    public ToolCallResult.Failed answer(Throwable thrown, String requestId) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof ToolCallException answered) {
            return answered.result();
        }
        LOG.error("Request {} failed inside the gateway", requestId, cause);
        return ToolCallResult.Failed.internal(
                "The gateway failed on this call; its log has the cause under request id " + requestId);
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
