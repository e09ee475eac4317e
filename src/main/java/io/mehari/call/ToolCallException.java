package io.mehari.call;

/** Carries a failed outcome to the error firewall. Has no stack trace: it is a result, not a defect. */
public final class ToolCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ToolCallResult.Failed result;
    private final boolean recoveryTried;

    /**
     * An exception that stands for this outcome.
     *
     * @param result the outcome; its message becomes the exception's
     */
    public ToolCallException(ToolCallResult.Failed result) {
        this(result, null);
    }

    /**
     * An exception that stands for this outcome, with what led to it.
     *
     * @param result the outcome; its message becomes the exception's
     * @param cause by which the failure is classified; not shown to callers
     */
    public ToolCallException(ToolCallResult.Failed result, Throwable cause) {
        this(result, cause, false);
    }

    private ToolCallException(ToolCallResult.Failed result, Throwable cause, boolean recoveryTried) {
        super(result.message(), cause, false, false);
        this.result = result;
        this.recoveryTried = recoveryTried;
    }

    /**
     * An exception for a call that has passed all stages of the gateway, and is over.
     *
     * @param result how it ended
     * @return never null
     */
    public static ToolCallException ofEndedCall(ToolCallResult.Failed result) {
        return new ToolCallException(result, null, true);
    }

    /**
     * The outcome the call ends in unless a retry or a recovery gives a better one.
     *
     * @return never null, except after serialization
     */
    public ToolCallResult.Failed result() {
        return result;
    }

    /**
     * Whether whoever made the call has tried to recover it already.
     *
     * @return true for a call that has passed all stages
     */
    public boolean isRecoveryTried() {
        return recoveryTried;
    }
}
