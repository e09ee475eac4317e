package io.mehari.text;

/**
 * The gateway cannot start for a reason that a person can remove. Whoever starts it is shown the description and the
 * remedy, and no stack trace. Safe for concurrent use.
 */
public class StartFailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * A failure.
     *
     * @param description what is wrong, in one sentence or a list; is the message of the exception as well
     * @param remedy what to do about it
     * @param cause what was thrown; null if nothing was
     */
    public StartFailureException(String description, String remedy, Throwable cause) {
        super(description, cause);
        this.remedy = remedy;
    }

    /**
     * What is wrong.
     *
     * @return the message, never null
     */
    public final String description() {
        return getMessage();
    }

    /**
     * What to do about it.
     *
     * @return a sentence for the person who starts the gateway
     */
    public final String remedy() {
        return remedy;
    }
}
