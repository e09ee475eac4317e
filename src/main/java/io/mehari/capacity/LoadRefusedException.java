package io.mehari.capacity;

/** The gateway cannot be put under load, for a reason that a person can remove. */
public final class LoadRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message cause and remedy
     */
    public LoadRefusedException(String message) {
        super(message);
    }
}
