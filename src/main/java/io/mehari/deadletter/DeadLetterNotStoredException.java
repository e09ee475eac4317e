package io.mehari.deadletter;

/** A dead letter is lost: the queue was full, the database failed, or the store was closed. The message says which. */
public final class DeadLetterNotStoredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadLetterNotStoredException(String message) {
        super(message, null, false, false);
    }

    DeadLetterNotStoredException(String message, Throwable cause) {
        super(message, cause);
    }
}
