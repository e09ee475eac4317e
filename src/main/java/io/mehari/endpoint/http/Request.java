package io.mehari.endpoint.http;

import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.endpoint.http.target.RootPath;
import io.mehari.network.ByteBudget;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.AsciiString;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request as it came from the network, copied to the heap: nothing of it needs to be released. Made on its connection's
 * event loop; safe for concurrent use once its connection has let it through.
 */
public final class Request {
    private static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");

    private final HttpRequest head;
    private final HttpHeaders headers;
    private final HeldBytes held;
    private final SocketAddress peer;
    private final AtomicBoolean responded = new AtomicBoolean();
    private byte[] body = {};
    private CallContext context;
    private ClientChannel channel;
    private Object kept;
    private long heldBody;
    private String target;
    private boolean belowRoot;

    /**
     * A request of which the head is there: its id is the one of its {@code X-Request-Id} if that can be used, else a new
     * one.
     *
     * @param head decoded without a failure
     * @param budget counts what the request holds
     * @param peer where it comes from
     */
    Request(HttpRequest head, ByteBudget budget, SocketAddress peer) {
        this.peer = peer;
        this.head = head;
        this.target = head.uri();
        this.headers = head.headers();
        this.held = new HeldBytes(budget);
        this.context = contextOf(RequestIds.of(headers.get(REQUEST_ID)));
    }

    /**
     * Takes the path at which a proxy shows the gateway off the target. Before anything else reads the target.
     *
     * @param root path that is of no meaning to the gateway itself
     */
    void shownAt(RootPath root) {
        belowRoot = root.covers(target);
        target = root.strip(target);
    }

    /**
     * Whether the target began with the path at which a proxy shows the gateway.
     *
     * @return false where there is no such path, and where a proxy stripped it
     */
    public boolean isBelowRoot() {
        return belowRoot;
    }

    /**
     * The request has arrived, and its time begins.
     *
     * @param whole its body
     * @param atOnce whether it came together with the head, whose time is its own then
     */
    void complete(byte[] whole, boolean atOnce) {
        body = whole;
        if (!atOnce) {
            context = contextOf(context.requestId());
        }
    }

    /**
     * The request is let through.
     *
     * @param open the connection it came by
     */
    void openOn(ClientChannel open) {
        channel = open;
    }

    private static CallContext contextOf(String id) {
        return new CallContext(id, Caller.ANONYMOUS, Instant.now(), System.nanoTime());
    }

    /**
     * The machine that the request comes from; the last proxy's, if it came through one.
     *
     * @return its address; null if it has none
     */
    public InetAddress peer() {
        return peer instanceof InetSocketAddress address ? address.getAddress() : null;
    }

    /**
     * What the request holds of the budget of all.
     *
     * @return given back when its response has been written
     */
    public HeldBytes held() {
        return held;
    }

    /**
     * Holds what the body takes.
     *
     * @param bytes its length, or what it weighs
     * @return false if so much is not left
     */
    boolean holdsBody(long bytes) {
        if (bytes <= ByteBudget.UNCOUNTED || bytes <= heldBody) {
            return true;
        }
        boolean fits = held.add(bytes - heldBody);
        heldBody = fits ? bytes : heldBody;
        return fits;
    }

    /**
     * Keeps what was found out about the head for those who get the request.
     *
     * @param found anything
     */
    public void keep(Object found) {
        kept = found;
    }

    /**
     * What {@link #keep} was given.
     *
     * @return null if nothing
     */
    public Object kept() {
        return kept;
    }

    /**
     * Whether the response goes without its body.
     *
     * @return true for a HEAD request
     */
    public boolean isHead() {
        return head.method().equals(HttpMethod.HEAD);
    }

    /** Whether the client speaks HTTP/1.0. */
    boolean isHttp10() {
        return head.protocolVersion().minorVersion() == 0;
    }

    /** Whether the client wants the connection to go on. */
    boolean isKeptAlive() {
        return HttpUtil.isKeepAlive(head);
    }

    /**
     * The method of the request.
     *
     * @return GET for a HEAD request too, whose response loses its body on the way out
     */
    public HttpMethod method() {
        return isHead() ? HttpMethod.GET : head.method();
    }

    /**
     * The raw request target.
     *
     * @return as it was sent: not decoded, in origin form or absolute form; without the path at which a proxy shows the
     *     gateway
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
     * All headers of the request.
     *
     * @return name and value of each line, in their order; to be read only
     */
    public Iterable<Map.Entry<String, String>> headers() {
        return headers;
    }

    /**
     * All values of a header.
     *
     * @param name name of the header, in any case
     * @return in the order they came; empty if it is absent
     */
    public List<String> headers(CharSequence name) {
        return headers.getAll(name);
    }

    /**
     * The first header that clients on the gateway's own machine have no reason to send, and that a proxy may have added.
     *
     * @return its name, or {@code HTTP/1.0}, which proxies speak; empty if there is none
     */
    public Optional<String> traceOfProxy() {
        return isHttp10() ? Optional.of("HTTP/1.0") : LocalHeaders.foreign(headers);
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
        return new CallContext(context.requestId(), caller, context.receivedAt(), context.receivedNanos())
                .sentBy(peer());
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
        for (String value : headers.getAll(HttpHeaderNames.ACCEPT)) {
            if (value.contains(mediaType)) {
                return true;
            }
        }
        return false;
    }
}
