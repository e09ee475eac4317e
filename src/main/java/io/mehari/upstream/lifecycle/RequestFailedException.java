package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** A request other than {@code tools/call} brought no usable answer. Has no stack trace: it is an answer. */
public final class RequestFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final boolean answered;
    private final boolean refusal;
    private final transient JsonNode data;

    /**
     * A failure without an answer.
     *
     * @param reason cause, to stand behind the server's name
     */
    public RequestFailedException(String reason) {
        this(reason, 0, false, false, MissingNode.getInstance());
    }

    private RequestFailedException(String reason, int code, boolean answered, boolean refusal, JsonNode data) {
        super(reason, null, false, false);
        this.code = code;
        this.refusal = refusal;
        this.data = data;
        this.answered = answered;
    }

    /**
     * The server answered, but not with what was asked for.
     *
     * @param code the JSON-RPC error code, 0 if it gave none
     */
    public static RequestFailedException answered(String reason, int code) {
        return answered(reason, code, MissingNode.getInstance());
    }

    /**
     * The server answered with an error.
     *
     * @param code the JSON-RPC error code, 0 if it gave none
     * @param data of the error, a missing node if it gave none
     */
    public static RequestFailedException answered(String reason, int code, JsonNode data) {
        return new RequestFailedException(reason, code, true, false, data);
    }

    /** The same failure, said to be a refusal of the handshake by the server itself. */
    public RequestFailedException asRefusal() {
        return new RequestFailedException(getMessage(), code, answered, true, data);
    }

    /** Whether the server refused the handshake itself: it will do so again, and is not asked again at once. */
    public boolean isRefusal() {
        return refusal;
    }

    /** What else the error said that the server answered with; a missing node if nothing. */
    public JsonNode data() {
        return data;
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
