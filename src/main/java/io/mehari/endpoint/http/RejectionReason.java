package io.mehari.endpoint.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;

/** What can be wrong with a request before it is known to be a tool call. */
public enum RejectionReason {
    BAD_REQUEST(400),
    PATH_NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    REQUEST_TIMEOUT(408),
    BODY_TOO_LARGE(413),
    URL_TOO_LONG(414),
    UNSUPPORTED_MEDIA_TYPE(415),
    HEADERS_TOO_LARGE(431),
    DEAD_LETTERS_UNAVAILABLE(503),
    STOPPING(503);

    private final int status;

    RejectionReason(int status) {
        this.status = status;
    }

    public HttpResponseStatus status() {
        return HttpResponseStatus.valueOf(status);
    }

    /** The stable code that users see. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
