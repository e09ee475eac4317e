package io.mehari.reload.live;

/** A changed file cannot be used; what held before goes on to hold. */
public final class RefusedChangeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message file, places, reasons and remedy, without secrets */
    public RefusedChangeException(String message) {
        super(message);
    }
}
