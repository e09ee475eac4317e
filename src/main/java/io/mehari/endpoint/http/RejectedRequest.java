package io.mehari.endpoint.http;

import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Map;

/**
 * Takes the place of a request that is rejected before it has been read to its end.
 *
 * @param target its raw target; empty if it was not read that far
 * @param rejection cause and response headers
 */
record RejectedRequest(String target, Rejection rejection) {
    /**
     * A request that the decoder could not read.
     *
     * @param target its target, as far as it was read
     * @param cause what the decoder says
     * @param settings the limits, which the message names
     * @return with status 400, 413, 414 or 431
     */
    static RejectedRequest undecodable(String target, Throwable cause, DataSettings settings) {
        if (cause instanceof TooLongHttpContentException) {
            return tooLarge(target, settings);
        }
        return new RejectedRequest(target, rejection(cause, settings));
    }

    /**
     * A request whose body exceeds {@link DataSettings#maxBody}.
     *
     * @param target its target
     * @param settings the limits, which the message names
     * @return with status 413
     */
    static RejectedRequest tooLarge(String target, DataSettings settings) {
        return new RejectedRequest(
                target,
                Rejection.of(
                        RejectionReason.BODY_TOO_LARGE,
                        "The body is larger than " + settings.maxBody().toBytes()
                                + " bytes, the limit set by mehari.data.max-body"));
    }

    /**
     * A request whose body does not fit into what all calls together may hold.
     *
     * @param request its head
     * @return with status 503 and a time to wait
     */
    static RejectedRequest noRoom(Request request) {
        return new RejectedRequest(
                request.target(),
                new Rejection(
                        RejectionReason.OVERLOADED,
                        "The body cannot be taken now: " + request.held().full() + "; try again, or raise the limit",
                        Map.of("retry-after", "1")));
    }

    /**
     * A request that was not complete within {@link DataSettings#requestTimeout}.
     *
     * @param settings the limits, which the message names
     * @return with status 408 and an empty target
     */
    static RejectedRequest tooSlow(DataSettings settings) {
        return new RejectedRequest(
                "",
                Rejection.of(
                        RejectionReason.REQUEST_TIMEOUT,
                        "The request was not complete within "
                                + settings.requestTimeout().toSeconds()
                                + " s, the limit set by mehari.data.request-timeout"));
    }

    private static Rejection rejection(Throwable cause, DataSettings settings) {
        if (cause instanceof TooLongHttpLineException) {
            return Rejection.of(
                    RejectionReason.URL_TOO_LONG,
                    "The request line is longer than "
                            + settings.maxRequestLine().toBytes()
                            + " bytes, the limit set by mehari.data.max-request-line");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Rejection.of(
                    RejectionReason.HEADERS_TOO_LARGE,
                    "The headers are larger than " + settings.maxHeaders().toBytes()
                            + " bytes, the limit set by mehari.data.max-headers");
        }
        return Rejection.of(RejectionReason.BAD_REQUEST, "The request is not valid HTTP/1.1");
    }
}
