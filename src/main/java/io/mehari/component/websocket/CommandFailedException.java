package io.mehari.component.websocket;

/** Ends a command with an error that its caller sees. Has no stack trace: it is an answer, not a defect. */
public final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final CommandError error;

    /**
     * An error.
     *
     * @param error its code
     * @param message cause and remedy, for the caller
     */
    public CommandFailedException(CommandError error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    /**
     * Why there is no result.
     *
     * @return never null
     */
    public CommandError error() {
        return error;
    }
}
