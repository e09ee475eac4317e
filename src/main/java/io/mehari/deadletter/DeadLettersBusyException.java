package io.mehari.deadletter;

/** The store is closed, or so many questions wait for it that one more was not taken. */
public final class DeadLettersBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadLettersBusyException(int waiting) {
        super(
                "The dead-letter store is closed, or " + waiting + " questions wait already; ask again later",
                null,
                false,
                false);
    }
}
