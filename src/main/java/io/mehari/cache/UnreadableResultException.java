package io.mehari.cache;

/** What stands under a key of the cache was not written by a gateway of this version, or is damaged. */
final class UnreadableResultException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableResultException(String message) {
        super(message);
    }

    UnreadableResultException(String message, Throwable cause) {
        super(message, cause);
    }
}
