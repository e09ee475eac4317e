package io.mehari.call;

/** A call that a route made has no result: there is no such tool, its arguments do not fit, or it asks back. */
public final class ToolRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ToolCallResult result;

    /**
     * A call without a result.
     *
     * @param message which tool, cause and remedy
     * @param result how the call ended
     */
    public ToolRefusedException(String message, ToolCallResult result) {
        super(message);
        this.result = result;
    }

    /**
     * How the call ended.
     *
     * @return never null, except after serialization
     */
    public ToolCallResult result() {
        return result;
    }
}
