package io.mehari.endpoint.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Finds out whether a client that has ended its side of a connection still waits for its response: the same segment is
 * sent by one that has only nothing more to say and by one that is gone. Only writing tells, so after a while it is sent
 * {@code 100 Continue}, which every client of HTTP/1.1 has to skip (RFC 9110, section 15.2), or a comment where the
 * response is a stream of events that has begun; the machine of one that is gone resets the connection, which the next
 * writing notices. Used by the connection's event loop only.
 */
final class HalfClosed {
    private static final long[] PAUSES_MILLIS = {2_000, 250, 15_000};

    private final ChannelHandlerContext context;
    private final BooleanSupplier waits;
    private final Supplier<OpenRequest> open;
    private int asked;

    /**
     * Asks for as long as the connection is open.
     *
     * @param context writes to the client
     * @param waits whether a response is awaited of which nothing has been sent, by a client that knows 100
     * @param open gives the request whose response is awaited; null for none
     */
    HalfClosed(ChannelHandlerContext context, BooleanSupplier waits, Supplier<OpenRequest> open) {
        this.open = open;
        this.context = context;
        this.waits = waits;
        askLater();
    }

    private void askLater() {
        long pause = PAUSES_MILLIS[Math.min(asked, PAUSES_MILLIS.length - 1)];
        context.executor().schedule(this::ask, pause, TimeUnit.MILLISECONDS);
    }

    private void ask() {
        if (!context.channel().isActive() || context.isRemoved()) {
            return;
        }
        OpenRequest request = open.get();
        EventStream begun = request == null ? null : request.stream();
        if (begun != null) {
            begun.comment();
        } else if (waits.getAsBoolean()) {
            context.writeAndFlush(going());
        }
        asked++;
        askLater();
    }

    /**
     * What a request is answered that is not to be answered yet.
     *
     * @return {@code 100 Continue}
     */
    static DefaultFullHttpResponse going() {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
    }
}
