package io.mehari.component.websocket;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Ends a command with an error that its caller sees. Has no stack trace: it is an answer, not a defect. */
public final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final CommandError error;
    private final transient JsonNode data;

    /**
     * An error.
     *
     * @param error its code
     * @param message cause and remedy, for the caller
     */
    public CommandFailedException(CommandError error, String message) {
        this(error, message, null);
    }

    /**
     * An error with what programs can read of it.
     *
     * @param error its code
     * @param message cause and remedy, for the caller
     * @param data details; null for none
     */
    public CommandFailedException(CommandError error, String message, JsonNode data) {
        super(message, null, false, false);
        this.error = error;
        this.data = data;
    }

    /**
     * Why there is no result.
     *
     * @return never null
     */
    public CommandError error() {
        return error;
    }

    /** {@return details for programs; empty if the message says all} */
    public Optional<JsonNode> data() {
        return Optional.ofNullable(data);
    }
}
