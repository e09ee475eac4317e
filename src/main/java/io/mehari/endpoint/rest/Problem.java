package io.mehari.endpoint.rest;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;

/** What can be wrong with a request before it is known to be a tool call. */
enum Problem {
    BAD_REQUEST(HttpResponseStatus.BAD_REQUEST),
    PATH_NOT_FOUND(HttpResponseStatus.NOT_FOUND),
    METHOD_NOT_ALLOWED(HttpResponseStatus.METHOD_NOT_ALLOWED),
    REQUEST_TIMEOUT(HttpResponseStatus.REQUEST_TIMEOUT),
    BODY_TOO_LARGE(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE),
    URL_TOO_LONG(HttpResponseStatus.REQUEST_URI_TOO_LONG),
    UNSUPPORTED_MEDIA_TYPE(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE),
    HEADERS_TOO_LARGE(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE),
    STOPPING(HttpResponseStatus.SERVICE_UNAVAILABLE);

    private final HttpResponseStatus status;

    Problem(HttpResponseStatus status) {
        this.status = status;
    }

    HttpResponseStatus status() {
        return status;
    }

    /** The stable code that users see. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
