package io.mehari.upstream.http.client;

/** An event, or a line of one, is over the limit; the stream cannot be read on. Has no stack trace. */
public final class SseTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SseTooLongException(int limit) {
        super("sent an event of more than " + limit + " bytes, which is the limit", null, false, false);
    }
}
