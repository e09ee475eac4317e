package io.mehari.deadletter;

/** The database of the dead letters cannot be opened. The message has the cause and the way out. */
public final class DeadLetterDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String description;
    private final String remedy;

    DeadLetterDatabaseException(String description, String remedy, Throwable cause) {
        super(description + "; " + remedy, cause);
        this.description = description;
        this.remedy = remedy;
    }

    /** What is wrong. */
    public String description() {
        return description;
    }

    /** What the operator can do about it. */
    public String remedy() {
        return remedy;
    }
}
