package io.mehari.reload;

/** A changed file cannot be used; what held before goes on to hold. */
final class RefusedChangeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message file, places, reasons and remedy, without secrets */
    RefusedChangeException(String message) {
        super(message);
    }
}
