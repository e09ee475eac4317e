package io.mehari.deadletter;

/** The store is closed, or so many queries wait for it that one more was not taken. */
public final class DeadLettersBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadLettersBusyException(int waiting) {
        super(
                "The dead-letter store is closed, or " + waiting + " queries wait already; try again later",
                null,
                false,
                false);
    }
}
