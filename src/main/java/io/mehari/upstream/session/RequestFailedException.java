package io.mehari.upstream.session;

/** A request other than {@code tools/call} brought no usable answer. Has no stack trace: it is an answer. */
public final class RequestFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * A failure without an error code of the server's.
     *
     * @param reason cause, to stand behind the server's name
     */
    public RequestFailedException(String reason) {
        this(reason, 0);
    }

    /**
     * A failure the server gave a code for.
     *
     * @param code the JSON-RPC error code
     */
    public RequestFailedException(String reason, int code) {
        super(reason, null, false, false);
        this.code = code;
    }

    /** The JSON-RPC error code the server answered with, 0 if it did not. */
    public int code() {
        return code;
    }

    /** The reason of whatever a future of a request ended with. */
    public static RequestFailedException of(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof RequestFailedException known
                ? known
                : new RequestFailedException("could not be understood: " + cause);
    }
}
