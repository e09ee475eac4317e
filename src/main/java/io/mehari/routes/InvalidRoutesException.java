package io.mehari.routes;

import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A set of route files cannot be run; the message names the file, the place in it and the reason. */
public final class InvalidRoutesException extends StartFailureException {
    private static final long serialVersionUID = 1L;

    /** Whether the same files may be run later. */
    private final boolean passing;

    private static final String REMEDY = "Fix the route file; routes/README.md describes what one consists of.";

    /**
     * Ends the use of a set of route files.
     *
     * @param message file, place and reason
     * @param cause what Camel threw; null if it did not find the problem
     */
    public InvalidRoutesException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private InvalidRoutesException(String message, Throwable cause, boolean passing) {
        super(message, REMEDY, cause);
        this.passing = passing;
    }

    /**
     * Ends the use of route files that nothing is wrong with but that they do not start.
     *
     * @param message file, place and reason
     * @param cause what Camel threw
     * @return one that may pass, if the reason lies in a network, a port, a file or a database
     */
    static InvalidRoutesException ofStart(String message, Throwable cause) {
        return new InvalidRoutesException(message, cause, isOutside(cause));
    }

    private static boolean isOutside(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof SQLException || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** Whether the reason lies outside of the files, so that the same files may be run later. */
    public boolean mayPass() {
        return passing;
    }

    /**
     * The same refusal, whose text may be shown. What Camel threw stays behind: its texts have secrets in them as well.
     *
     * @param hide replaces secrets
     * @return without a cause
     */
    InvalidRoutesException withoutSecrets(UnaryOperator<String> hide) {
        InvalidRoutesException safe = new InvalidRoutesException(hide.apply(getMessage()), null, passing);
        safe.setStackTrace(getStackTrace());
        return safe;
    }
}
