package io.mehari.routes;

/** A set of route files cannot be run; the message names the file, the place in it and the reason. */
public final class InvalidRoutesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidRoutesException(String message, Throwable cause) {
        super(message, cause);
    }
}
