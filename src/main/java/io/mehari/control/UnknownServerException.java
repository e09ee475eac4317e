package io.mehari.control;

/** There is no server of that name. The message names what resembles it. */
public final class UnknownServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownServerException(String message) {
        super(message, null, false, false);
    }
}
