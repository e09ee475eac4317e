package io.mehari.catalog.schema;

import com.networknt.schema.SchemaException;

/**
 * Ends a check before its time. Has no stack trace: it is a result, not a defect. The type is one that the validator
 * passes on without a line in the log.
 */
final class CheckEndedException extends SchemaException {
    private static final long serialVersionUID = 1L;

    /** Why a check ends. */
    enum Reason {
        /** As many violations as are listed have been found. */
        ENOUGH_VIOLATIONS,
        /** The schema was followed too often, or for too long. */
        TOO_MANY_STEPS,
        /** A pattern took too many steps. */
        COSTLY_PATTERN
    }

    private final Reason reason;

    CheckEndedException(Reason reason) {
        super("The check ended: " + reason);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
