package io.mehari.endpoint.http;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A response is larger than what is left of the bytes that all calls may hold. Has no cause of its own to trace. */
final class NoRoomException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    /**
     * Ends the writing of a response.
     *
     * @param message says what is full
     */
    NoRoomException(String message) {
        super(message, new IOException(message));
    }
}
