package io.mehari.call;

/** Carries a failed outcome to the error firewall. Has no stack trace: it is a result, not a defect. */
public final class ToolCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ToolCallResult.Failed result;

    /**
     * An exception that stands for this outcome.
     *
     * @param result the outcome; its message becomes the exception's
     */
    public ToolCallException(ToolCallResult.Failed result) {
        super(result.message(), null, false, false);
        this.result = result;
    }

    /**
     * The outcome the call ends in unless a retry or a recovery gives a better one.
     *
     * @return never null, except after serialization
     */
    public ToolCallResult.Failed result() {
        return result;
    }
}
