package io.mehari.failure.memory;

/** The memory of errors is closed, or so much waits for it that nothing more was taken. */
public final class ErrorMemoryBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ErrorMemoryBusyException(String thread, int waiting) {
        super(
                "The error memory is closed, or " + waiting + " requests wait for " + thread
                        + " already; try again later",
                null,
                false,
                false);
    }
}
