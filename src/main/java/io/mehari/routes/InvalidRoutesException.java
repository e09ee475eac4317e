package io.mehari.routes;

import io.mehari.text.StartFailureException;
import java.util.function.UnaryOperator;

/** A set of route files cannot be run; the message names the file, the place in it and the reason. */
public final class InvalidRoutesException extends StartFailureException {
    private static final long serialVersionUID = 1L;

    private static final String REMEDY = "Fix the route file; routes/README.md describes what one consists of.";

    /**
     * Ends the use of a set of route files.
     *
     * @param message file, place and reason
     * @param cause what Camel threw; null if it did not find the problem
     */
    public InvalidRoutesException(String message, Throwable cause) {
        super(message, REMEDY, cause);
    }

    /**
     * The same refusal, whose text may be shown. What Camel threw stays behind: its texts have secrets in them as well.
     *
     * @param hide replaces secrets
     * @return without a cause
     */
    InvalidRoutesException withoutSecrets(UnaryOperator<String> hide) {
        InvalidRoutesException safe = new InvalidRoutesException(hide.apply(getMessage()), null);
        safe.setStackTrace(getStackTrace());
        return safe;
    }
}
