package io.mehari.endpoint.http;

import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.security.OriginRules;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Turns answers into HTTP responses, each written once into its final buffer. Safe for concurrent use. */
public final class ResponseWriter {
    private static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");
    private static final AsciiString CONTENT_TYPE_OPTIONS = AsciiString.cached("x-content-type-options");
    private static final AsciiString NO_SNIFF = AsciiString.cached("nosniff");
    private static final String EXPOSED_HEADERS = "X-Request-Id, Retry-After";
    private static final int INITIAL_BYTES = 512;

    private final OriginRules origins;
    private final RejectionRenderer rejections;

    /**
     * A writer for one server.
     *
     * @param origins decides which web pages may read responses
     * @param rejections responds to requests that no ingress route answers
     */
    public ResponseWriter(OriginRules origins, RejectionRenderer rejections) {
        this.origins = origins;
        this.rejections = rejections;
    }

    /**
     * The response to be sent. Its buffer belongs to whoever sends it.
     *
     * @param requestId goes out as {@code X-Request-Id}
     * @param origin of the page that asks, or null
     * @param answer what to say
     */
    FullHttpResponse write(String requestId, String origin, Response answer) {
        ByteBuf body = body(answer);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, answer.status(), body);
        if (!answer.status().equals(HttpResponseStatus.NO_CONTENT)) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.readableBytes()));
        }
        setHeaders(response.headers(), requestId, origin, answer);
        return response;
    }

    /** The head of a response whose body follows in parts; its content is not used. */
    HttpResponse head(String requestId, String origin, Response answer) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, answer.status());
        HttpUtil.setTransferEncodingChunked(response, true);
        setHeaders(response.headers(), requestId, origin, answer);
        return response;
    }

    private void setHeaders(HttpHeaders headers, String requestId, String origin, Response answer) {
        if (answer.contentType() != null) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
            headers.set(CONTENT_TYPE_OPTIONS, NO_SNIFF);
        }
        headers.set(REQUEST_ID, requestId);
        answer.headers().forEach(headers::set);
        if (origin != null && origins.allows(origin)) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED_HEADERS);
            headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
        }
    }

    /** The response to a request that is refused before it reached a route, under an id of its own. */
    FullHttpResponse write(RejectedRequest rejected) {
        CallContext context = new CallContext(RequestIds.next(), Caller.ANONYMOUS, Instant.now(), System.nanoTime());
        Response answer = rejections.reject(rejected.target(), context, rejected.rejection());
        return write(context.requestId(), null, answer);
    }

    /** The response where there is nothing to say but the id under which the log tells what happened. */
    FullHttpResponse writeInternal(String requestId) {
        CallContext context = new CallContext(requestId, Caller.ANONYMOUS, Instant.now(), System.nanoTime());
        return write(requestId, null, rejections.fail("", context));
    }

    /** The response to a request that its ingress route failed on. */
    Response fail(Request request) {
        return rejections.fail(request.target(), request.context());
    }

    private static ByteBuf body(Response answer) {
        ByteBuf body = ByteBufAllocator.DEFAULT.buffer(INITIAL_BYTES);
        boolean written = false;
        try (OutputStream stream = new ByteBufOutputStream(body)) {
            answer.content().writeTo(stream);
            written = true;
        } catch (IOException e) {
            throw new UncheckedIOException("An answer could not be written", e);
        } finally {
            if (!written) {
                body.release();
            }
        }
        return body;
    }
}
