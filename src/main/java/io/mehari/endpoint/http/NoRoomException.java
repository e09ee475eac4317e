package io.mehari.endpoint.http;

/** A response is larger than what is left of the bytes that all calls may hold. Has no stack trace: it is no defect. */
final class NoRoomException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Ends the writing of a response.
     *
     * @param message says what is full
     */
    NoRoomException(String message) {
        super(message, null, false, false);
    }
}
