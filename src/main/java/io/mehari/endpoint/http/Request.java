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

/** A request as it came from the network, on the heap: nothing of it needs to be released. Safe for concurrent use. */
public final class Request {
    private static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");

    private final HttpMethod method;
    private final String target;
    private final HttpHeaders headers;
    private final byte[] body;
    private final CallContext context;
    private final ClientChannel channel;
    private final AtomicBoolean answered = new AtomicBoolean();

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
     * Copies what matters; the message itself stays its owner's.
     *
     * @param channel the connection it came by
     */
    static Request of(FullHttpRequest request, ClientChannel channel) {
        return new Request(request, channel);
    }

    /** The method; HEAD is answered like GET and cut short on its way out. */
    public HttpMethod method() {
        return method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
    }

    public String target() {
        return target;
    }

    /** The first value of a header, or null. */
    public String header(CharSequence name) {
        return headers.get(name);
    }

    public int count(CharSequence name) {
        return headers.getAll(name).size();
    }

    /** Whether a proxy says whom it forwards for. */
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

    /** The origin of the web page the request comes from, or null. */
    public String origin() {
        return headers.get(HttpHeaderNames.ORIGIN);
    }

    /** The body; not to be changed. */
    public byte[] body() {
        return body;
    }

    /** The context of a call whose caller is not known yet. */
    public CallContext context() {
        return context;
    }

    /** The context of a call by this caller. */
    public CallContext contextOf(Caller caller) {
        return new CallContext(context.requestId(), caller, context.receivedAt(), context.receivedNanos());
    }

    /** Whether the answer may be sent now: true once only. */
    boolean claimAnswer() {
        return answered.compareAndSet(false, true);
    }

    /** The connection it came by, for as long as the response is awaited. */
    public ClientChannel channel() {
        return channel;
    }

    /** Whether the client's headers say that it takes a response of this media type, and name it. */
    public boolean accepts(String mediaType) {
        return headers.getAll(HttpHeaderNames.ACCEPT).stream().anyMatch(value -> value.contains(mediaType));
    }
}
