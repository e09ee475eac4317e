package io.mehari.upstream.http.client;

/** An event, or a line of one, is over a limit; the stream cannot be read on. Has no stack trace. */
public final class SseTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean ofGateway;

    /**
     * An event that is too long.
     *
     * @param reason to stand behind the server's name
     * @param ofGateway whether the gateway holds too much already, so that nothing is wrong with the event
     */
    SseTooLongException(String reason, boolean ofGateway) {
        super(reason, null, false, false);
        this.ofGateway = ofGateway;
    }

    /** Whether the gateway holds too much already, so that nothing is wrong with the event. */
    boolean ofGateway() {
        return ofGateway;
    }
}
