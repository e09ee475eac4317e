package io.mehari.control;

/** There is no route of that id. The message names what resembles it. */
public final class UnknownRouteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownRouteException(String message) {
        super(message, null, false, false);
    }
}
