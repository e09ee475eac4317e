package io.mehari.endpoint.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One request whose response is awaited, as its connection sees it. Whether the client disconnected before the response
 * was sent is decided once, by whichever comes first. Safe for concurrent use.
 */
final class OpenRequest implements ClientChannel {
    private static final Runnable NOTHING = () -> {};
    private static final Runnable DISCONNECTED = () -> {};
    private static final Runnable RESPONDED = () -> {};

    private final ChannelHandlerContext context;
    private final ResponseWriter writer;
    private final AtomicReference<Runnable> onDisconnect = new AtomicReference<>(NOTHING);
    private final HeldBytes held;
    private volatile EventStream stream;
    private volatile PipedResponse piped;
    private volatile boolean ended;

    /**
     * A request that the connection has just handed on.
     *
     * @param context of the connection's handler, through which responses are written
     * @param writer writes the head of a response that is a stream
     * @param held what the request holds; given back by {@link #release}
     */
    OpenRequest(ChannelHandlerContext context, ResponseWriter writer, HeldBytes held) {
        this.context = context;
        this.writer = writer;
        this.held = held;
    }

    @Override
    public void onDisconnect(Runnable action) {
        Runnable before = onDisconnect.get();
        while (before != DISCONNECTED && before != RESPONDED) {
            if (onDisconnect.compareAndSet(before, action)) {
                return;
            }
            before = onDisconnect.get();
        }
        if (before == DISCONNECTED) {
            action.run();
        }
    }

    @Override
    public Executor executor() {
        return context.executor();
    }

    @Override
    public boolean isDisconnected() {
        return onDisconnect.get() == DISCONNECTED;
    }

    @Override
    public EventStream stream(Request request, StreamStyle style) {
        if (stream != null || piped != null) {
            throw new IllegalStateException("The response has begun already");
        }
        Response head = new Response(HttpResponseStatus.OK, "text/event-stream", style.headers(), nothing -> {});
        context.channel().writeAndFlush(writer.head(request.context().requestId(), request.origin(), head));
        stream = new EventStream(context.channel(), style);
        return stream;
    }

    @Override
    public EventStream stream() {
        return stream;
    }

    @Override
    public PipedResponse pipe(HttpResponseStatus status, HttpHeaders headers) {
        if (stream != null || piped != null) {
            throw new IllegalStateException("The response has begun already");
        }
        context.channel().writeAndFlush(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers));
        piped = new PipedResponse(context.channel());
        return piped;
    }

    @Override
    public PipedResponse piped() {
        return piped;
    }

    /** The connection is lost; runs the action of {@link #onDisconnect} unless the response has been sent. */
    void disconnected() {
        Runnable before = onDisconnect.getAndUpdate(now -> now == RESPONDED ? RESPONDED : DISCONNECTED);
        if (ended) {
            release();
        }
        if (before != RESPONDED) {
            before.run();
        }
    }

    @Override
    public void ended() {
        ended = true;
        if (isDisconnected()) {
            release();
        }
    }

    @Override
    public void close() {
        release();
        context.close();
    }

    /** Nobody needs any more what the request holds: its response was written, or will not be. */
    void release() {
        held.close();
    }

    /** The response has been handed to the network: from now on the client may disconnect without consequence. */
    void responded() {
        onDisconnect.getAndUpdate(now -> now == DISCONNECTED ? DISCONNECTED : RESPONDED);
    }
}
