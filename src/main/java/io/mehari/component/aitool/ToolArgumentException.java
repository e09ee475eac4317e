package io.mehari.component.aitool;

/**
 * What a tool route says to its caller about the arguments; its message is shown. Nothing but route files and their beans
 * throws it, so that what a component says, of files and addresses perhaps, is never taken for it:
 *
 * <pre>
 * - throwException:
 *     exceptionType: io.mehari.component.aitool.ToolArgumentException
 *     message: There is no order of that number
 * </pre>
 */
public final class ToolArgumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A complaint.
     *
     * @param message cause and remedy, for the caller
     */
    public ToolArgumentException(String message) {
        super(message);
    }

    /**
     * A complaint with what led to it.
     *
     * @param message cause and remedy, for the caller
     * @param cause for a debugger; not shown
     */
    public ToolArgumentException(String message, Throwable cause) {
        super(message, cause);
    }
}
