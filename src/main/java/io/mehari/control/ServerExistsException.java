package io.mehari.control;

/** There is a server of that name already. */
public final class ServerExistsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerExistsException(String message) {
        super(message, null, false, false);
    }
}
