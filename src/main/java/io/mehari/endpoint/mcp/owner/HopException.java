package io.mehari.endpoint.mcp.owner;

/** A request could not be handed to another instance, or its response did not come. */
final class HopException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    /**
     * Without a stack trace, which would say nothing.
     *
     * @param message a few words
     * @param sent whether the request may have been carried out
     */
    HopException(String message, boolean sent) {
        super(message, null, false, false);
        this.sent = sent;
    }

    /** {@return whether the request may have been carried out} */
    boolean isSent() {
        return sent;
    }
}
