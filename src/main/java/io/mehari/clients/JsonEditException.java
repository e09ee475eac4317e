package io.mehari.clients;

/** A text that cannot be changed as asked; the message names the place. */
public final class JsonEditException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsonEditException(String message) {
        super(message);
    }
}
