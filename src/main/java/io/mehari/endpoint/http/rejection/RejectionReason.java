package io.mehari.endpoint.http.rejection;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;

/** What can be wrong with a request before it is known to be a tool call. Each has an HTTP status of its own. */
public enum RejectionReason {
    /** The request is not valid HTTP/1.1, its target is malformed, or a header that decides something is repeated. */
    BAD_REQUEST(400),

    /** Nothing is served at the path. */
    PATH_NOT_FOUND(404),

    /** The path is served, but not by this method. */
    METHOD_NOT_ALLOWED(405),

    /** There is no dead letter of that id. */
    DEAD_LETTER_NOT_FOUND(404),

    /** There is no large result of that handle, or it is another caller's. */
    RESULT_NOT_FOUND(404),

    /** The request did not arrive completely in time. */
    REQUEST_TIMEOUT(408),

    /** The dead letter is being replayed, was replayed or was discarded. */
    DEAD_LETTER_NOT_WAITING(409),

    /** The call of the dead letter may have run, and nobody says that its tool may run twice. */
    DEAD_LETTER_MAY_HAVE_RUN(409),

    /** The call of the dead letter cannot be made: something of it is not kept, or its tool is gone. */
    DEAD_LETTER_NOT_REPLAYABLE(409),

    /** The route or server cannot be stopped, started or removed so. */
    CONTROL_REFUSED(409),

    /** A server of that name is there already. */
    SERVER_EXISTS(409),

    /** Files are others than the request expects ({@code If-Match}). */
    FILES_CHANGED(412),

    /** The body exceeds {@code mehari.data.max-body}. */
    BODY_TOO_LARGE(413),

    /** The request line exceeds {@code mehari.data.max-request-line}. */
    URL_TOO_LONG(414),

    /** The body is declared to be something other than JSON, or to be compressed. */
    UNSUPPORTED_MEDIA_TYPE(415),

    /** The headers exceed {@code mehari.data.max-headers}. */
    HEADERS_TOO_LARGE(431),

    /** The Transfer-Encoding is one that the gateway does not understand. */
    TRANSFER_CODING_UNKNOWN(501),

    /** The calls in progress hold as many bytes as they may. */
    OVERLOADED(503),

    /** The dead letters cannot be read at the moment. */
    DEAD_LETTERS_UNAVAILABLE(503),

    /** So many ask the memory of errors already that one more is not taken. */
    ERRORS_UNAVAILABLE(503),

    /** No versions of files are kept, or they cannot be written. */
    HISTORY_UNAVAILABLE(503),

    /** The gateway, or what the request is about, is stopping. */
    STOPPING(503),

    /** The request is of another version of HTTP than 1.0 and 1.1. */
    HTTP_VERSION_NOT_SUPPORTED(505);

    private final int status;

    RejectionReason(int status) {
        this.status = status;
    }

    /**
     * The HTTP status of the response.
     *
     * @return 4xx or 5xx
     */
    public HttpResponseStatus status() {
        return HttpResponseStatus.valueOf(status);
    }

    /**
     * The stable code that users see.
     *
     * @return the name in lower case, such as {@code path_not_found}
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
