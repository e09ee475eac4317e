package io.mehari.endpoint.http;

import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request as it came from the network, copied to the heap: nothing of it needs to be released. Safe for concurrent
 * use.
 */
public final class Request {
    private static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");

    private final HttpMethod method;
    private final String target;
    private final HttpHeaders headers;
    private final byte[] body;
    private final CallContext context;
    private final ClientChannel channel;
    private final AtomicBoolean responded = new AtomicBoolean();

    private Request(FullHttpRequest request, ClientChannel channel) {
        this.channel = channel;
        this.method = request.method();
        this.target = request.uri();
        this.headers = request.headers();
        this.body = ByteBufUtil.getBytes(request.content());
        this.context = new CallContext(
                RequestIds.of(headers.get(REQUEST_ID)), Caller.ANONYMOUS, Instant.now(), System.nanoTime());
    }

    /**
     * Copies what matters of a message; the message stays its owner's.
     *
     * @param request complete
     * @param channel the connection it came by
     * @return a request with an id: the one of its {@code X-Request-Id} if that can be used, else a new one
     */
    static Request of(FullHttpRequest request, ClientChannel channel) {
        return new Request(request, channel);
    }

    /**
     * The method of the request.
     *
     * @return GET for a HEAD request too, whose response loses its body on the way out
     */
    public HttpMethod method() {
        return method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
    }

    /**
     * The raw request target.
     *
     * @return as it was sent: not decoded, in origin form or absolute form
     */
    public String target() {
        return target;
    }

    /**
     * A header of the request.
     *
     * @param name name of the header, in any case
     * @return its first value; null if it is absent
     */
    public String header(CharSequence name) {
        return headers.get(name);
    }

    /**
     * How often a header is given.
     *
     * @param name name of the header, in any case
     * @return 0 if it is absent
     */
    public int count(CharSequence name) {
        return headers.getAll(name).size();
    }

    /**
     * Whether a proxy has added a header that names its client.
     *
     * @return true for {@code Forwarded}, {@code X-Forwarded-*} or {@code X-Real-IP}
     */
    public boolean isForwarded() {
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey();
            if (name.regionMatches(true, 0, "x-forwarded-", 0, 12)
                    || name.equalsIgnoreCase("forwarded")
                    || name.equalsIgnoreCase("x-real-ip")) {
                return true;
            }
        }
        return false;
    }

    /**
     * The origin of the web page that the request comes from.
     *
     * @return the {@code Origin} header; null if it is absent
     */
    public String origin() {
        return headers.get(HttpHeaderNames.ORIGIN);
    }

    /**
     * The body of the request.
     *
     * @return the bytes themselves, not to be changed; empty if there is no body
     */
    public byte[] body() {
        return body;
    }

    /**
     * The context of the request before its caller is known.
     *
     * @return with {@link Caller#ANONYMOUS}
     */
    public CallContext context() {
        return context;
    }

    /**
     * The context of a call that this request makes.
     *
     * @param caller who makes it
     * @return the context of this request with that caller
     */
    public CallContext contextOf(Caller caller) {
        return new CallContext(context.requestId(), caller, context.receivedAt(), context.receivedNanos());
    }

    /**
     * Claims the right to send the response.
     *
     * @return true the first time only
     */
    boolean claimResponse() {
        return responded.compareAndSet(false, true);
    }

    /**
     * The connection that the request came by.
     *
     * @return to be used for as long as the response is awaited
     */
    public ClientChannel channel() {
        return channel;
    }

    /**
     * Whether the {@code Accept} header names a media type; wildcards do not count.
     *
     * @param mediaType such as {@code text/event-stream}
     * @return true if it is named
     */
    public boolean accepts(String mediaType) {
        return headers.getAll(HttpHeaderNames.ACCEPT).stream().anyMatch(value -> value.contains(mediaType));
    }
}
