package io.mehari.control;

/** What an operator asks for is not done. The message says why, and what to do instead. */
public final class RefusedControlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedControlException(String message) {
        super(message, null, false, false);
    }
}
