package io.mehari.upstream.stdio;

/** A request other than {@code tools/call} brought no usable answer. Has no stack trace: it is an answer. */
final class RequestFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * A failure without an error code of the server's.
     *
     * @param reason cause, to stand behind the server's name
     */
    RequestFailedException(String reason) {
        this(reason, 0);
    }

    RequestFailedException(String reason, int code) {
        super(reason, null, false, false);
        this.code = code;
    }

    /** The JSON-RPC error code the server answered with, 0 if it did not. */
    int code() {
        return code;
    }

    /** The reason of whatever a future of a request ended with. */
    static RequestFailedException of(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof RequestFailedException known
                ? known
                : new RequestFailedException("could not be understood: " + cause);
    }
}
