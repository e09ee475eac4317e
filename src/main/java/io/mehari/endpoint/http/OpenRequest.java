package io.mehari.endpoint.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One request whose response is awaited, as its connection sees it. What the client's leaving means for the request is
 * decided once: before the response has been sent, or never. Safe for concurrent use.
 */
final class OpenRequest implements ClientChannel {
    private static final Runnable NOTHING = () -> {};
    private static final Runnable LEFT = () -> {};
    private static final Runnable ANSWERED = () -> {};

    private static final Response HEAD =
            new Response(HttpResponseStatus.OK, "text/event-stream", Map.of("cache-control", "no-cache"), stream -> {});

    private final ChannelHandlerContext context;
    private final ResponseWriter writer;
    private final AtomicReference<Runnable> onDisconnect = new AtomicReference<>(NOTHING);
    private volatile EventStream stream;

    /** A request that has just been handed on by the connection of this handler. */
    OpenRequest(ChannelHandlerContext context, ResponseWriter writer) {
        this.context = context;
        this.writer = writer;
    }

    @Override
    public void onDisconnect(Runnable action) {
        Runnable before = onDisconnect.get();
        while (before != LEFT && before != ANSWERED) {
            if (onDisconnect.compareAndSet(before, action)) {
                return;
            }
            before = onDisconnect.get();
        }
        if (before == LEFT) {
            action.run();
        }
    }

    @Override
    public Executor executor() {
        return context.executor();
    }

    @Override
    public boolean isDisconnected() {
        return onDisconnect.get() == LEFT;
    }

    @Override
    public EventStream stream(Request request) {
        if (stream != null) {
            throw new IllegalStateException("The response has begun already");
        }
        context.channel().writeAndFlush(writer.head(request.context().requestId(), request.origin(), HEAD));
        stream = new EventStream(context.channel());
        return stream;
    }

    @Override
    public EventStream stream() {
        return stream;
    }

    /** The connection is lost; runs what is to be done if the response had not been sent. */
    void disconnected() {
        Runnable before = onDisconnect.getAndUpdate(now -> now == ANSWERED ? ANSWERED : LEFT);
        if (before != ANSWERED) {
            before.run();
        }
    }

    /** The response has been handed to the network. */
    void answered() {
        onDisconnect.getAndUpdate(now -> now == LEFT ? LEFT : ANSWERED);
    }
}
