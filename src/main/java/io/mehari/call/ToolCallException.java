package io.mehari.call;

/**
 * Carries a failed outcome up to the error firewall. Has no stack trace: it is an answer, not a defect.
 */
public final class ToolCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ToolCallResult.Failed result;

    /** An exception that stands for this outcome. */
    public ToolCallException(ToolCallResult.Failed result) {
        super(result.message(), null, false, false);
        this.result = result;
    }

    /** The outcome the call ends in unless a retry or a recovery gives a better one. */
    public ToolCallResult.Failed result() {
        return result;
    }
}
