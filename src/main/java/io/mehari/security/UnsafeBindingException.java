package io.mehari.security;

/** The gateway would serve the network without asking anybody for a key, so it does not start. */
final class UnsafeBindingException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnsafeBindingException(String message) {
        super(message);
    }
}
