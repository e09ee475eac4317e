package io.mehari.endpoint.http;

import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.network.ByteBudget;
import io.mehari.security.OriginRules;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Encodes each {@link Response} once, into its final buffer, with the headers that every response has. Safe for
 * concurrent use.
 */
public final class ResponseWriter {
    private static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");
    private static final AsciiString CONTENT_TYPE_OPTIONS = AsciiString.cached("x-content-type-options");
    private static final AsciiString NO_SNIFF = AsciiString.cached("nosniff");
    private static final String EXPOSED_HEADERS =
            "X-Request-Id, Retry-After, RateLimit, RateLimit-Policy, ETag, Server-Timing, Idempotency-Replayed,"
                    + " Idempotency-Kept, Mcp-Session-Id";
    /** For the small responses that are made where no request is known. */
    private static final HeldBytes UNCOUNTED = new HeldBytes(ByteBudget.unlimited());

    private static final String CHALLENGES = "www-authenticate";
    private static final int INITIAL_BYTES = 512;

    private final OriginRules origins;
    private final RejectionRenderer rejections;

    /**
     * A writer for one server.
     *
     * @param origins decides which web pages may read responses
     * @param rejections makes the responses to requests that no ingress route responds to
     */
    public ResponseWriter(OriginRules origins, RejectionRenderer rejections) {
        this.origins = origins;
        this.rejections = rejections;
    }

    /**
     * Encodes a response with its body.
     *
     * @param request whose response it is; holds the bytes of the body
     * @param response what to send
     * @return its buffer belongs to whoever sends it
     * @throws NoRoomException if the body cannot be held
     * @throws UncheckedIOException if the body cannot be written
     */
    FullHttpResponse write(Request request, Response response) {
        ByteBuf body = body(response, request.held());
        return write(request.context().requestId(), request.origin(), response, body);
    }

    private FullHttpResponse write(String requestId, String origin, Response response, ByteBuf body) {
        FullHttpResponse encoded = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, response.status(), body);
        if (!isWithoutBody(response.status())) {
            encoded.headers().set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.readableBytes()));
        }
        setHeaders(encoded.headers(), requestId, origin, response);
        return encoded;
    }

    /** Whether a response of this status never has a body, so that a length would be that of another one (RFC 9110, 8.6). */
    private static boolean isWithoutBody(HttpResponseStatus status) {
        return status.equals(HttpResponseStatus.NO_CONTENT) || status.equals(HttpResponseStatus.NOT_MODIFIED);
    }

    /**
     * Encodes the head of a response whose body follows in parts.
     *
     * @param requestId value of the header {@code X-Request-Id}
     * @param origin origin of the page that the request comes from, or null
     * @param response status, media type and headers; its content is not used
     * @return chunked
     */
    HttpResponse head(String requestId, String origin, Response response) {
        HttpResponse encoded = new DefaultHttpResponse(HttpVersion.HTTP_1_1, response.status());
        HttpUtil.setTransferEncodingChunked(encoded, true);
        setHeaders(encoded.headers(), requestId, origin, response);
        return encoded;
    }

    private void setHeaders(HttpHeaders headers, String requestId, String origin, Response response) {
        if (response.contentType() != null) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
            headers.set(CONTENT_TYPE_OPTIONS, NO_SNIFF);
        }
        headers.set(REQUEST_ID, requestId);
        response.headers().forEach((name, value) -> set(headers, name, value));
        if (origin != null && origins.allows(origin)) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED_HEADERS);
            headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
        }
    }

    /** Challenges have a line each: clients do not know two of them in one (RFC 9110, section 11.6.1). */
    private static void set(HttpHeaders headers, String name, String value) {
        if (name.equals(CHALLENGES) && value.indexOf('\n') >= 0) {
            headers.set(name, value.lines().toList());
        } else {
            headers.set(name, value);
        }
    }

    /**
     * Encodes the response to a request that is rejected before it reaches a route, under an id of its own.
     *
     * @param rejected target and cause
     * @return its buffer belongs to whoever sends it
     */
    FullHttpResponse write(RejectedRequest rejected) {
        CallContext context = new CallContext(RequestIds.next(), Caller.ANONYMOUS, Instant.now(), System.nanoTime());
        Response response = rejections.reject(rejected.target(), context, rejected.rejection());
        return write(context.requestId(), null, response, body(response, UNCOUNTED));
    }

    /**
     * Encodes the response that holds nothing but the id under which the log has the cause.
     *
     * @param requestId id of the request
     * @return its buffer belongs to whoever sends it
     */
    FullHttpResponse writeInternal(String requestId) {
        CallContext context = new CallContext(requestId, Caller.ANONYMOUS, Instant.now(), System.nanoTime());
        Response response = rejections.fail("", context);
        return write(requestId, null, response, body(response, UNCOUNTED));
    }

    /**
     * The response to a request whose own response is larger than what is left to be held. Gives back what the request
     * holds, so that this one can be sent.
     *
     * @param request the request
     * @return says that what was asked for has been done
     */
    Response noRoom(Request request) {
        request.held().release();
        return rejections.reject(
                request.target(),
                request.context(),
                Rejection.of(
                        RejectionReason.OVERLOADED,
                        "The request has been carried out, but its answer is dropped: "
                                + request.held().full() + "; ask for less at a time, or raise the limit"));
    }

    /**
     * The response to a request that its ingress route failed on.
     *
     * @param request the request
     * @return names nothing but the request id
     */
    Response fail(Request request) {
        return rejections.fail(request.target(), request.context());
    }

    private static ByteBuf body(Response response, HeldBytes held) {
        ByteBuf body = ByteBufAllocator.DEFAULT.buffer(INITIAL_BYTES);
        boolean written = false;
        try {
            CountedOutput.write(response.content(), body, held);
            written = true;
        } catch (IOException e) {
            throw new UncheckedIOException("The body of a response could not be written", e);
        } finally {
            if (!written) {
                body.release();
            }
        }
        return body;
    }
}
