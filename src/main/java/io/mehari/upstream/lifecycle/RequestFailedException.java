package io.mehari.upstream.lifecycle;

/** A request other than {@code tools/call} brought no usable answer. Has no stack trace: it is an answer. */
public final class RequestFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final boolean answered;

    /**
     * A failure without an answer.
     *
     * @param reason cause, to stand behind the server's name
     */
    public RequestFailedException(String reason) {
        this(reason, 0, false);
    }

    private RequestFailedException(String reason, int code, boolean answered) {
        super(reason, null, false, false);
        this.code = code;
        this.answered = answered;
    }

    /**
     * The server answered, but not with what was asked for.
     *
     * @param code the JSON-RPC error code, 0 if it gave none
     */
    public static RequestFailedException answered(String reason, int code) {
        return new RequestFailedException(reason, code, true);
    }

    /** False if the request was sent and nothing came back; true if it was refused, be it by the network. */
    public boolean isAnswered() {
        return answered;
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
