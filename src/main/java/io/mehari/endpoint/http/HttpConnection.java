package io.mehari.endpoint.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of the data plane. Lets one request through at a time and holds the ones behind it, so that responses
 * leave in the order of their requests; lets no second response to a request out; ends connections that are idle or too
 * slow. Used by the connection's event loop only.
 */
final class HttpConnection extends ChannelDuplexHandler {
    /** Requests held behind the one in progress before the socket is no longer read. */
    static final int MAX_WAITING = 8;

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
    private static final int LARGE_BODY_BYTES = 64 * 1024;
    private static final long LINGER_SECONDS = 2;

    private final DataSettings settings;
    private final ResponseWriter writer;
    private final LongSupplier nanoClock;
    private final Deque<Object> waiting = new ArrayDeque<>(MAX_WAITING);

    private ChannelHandlerContext context;
    private ScheduledFuture<?> watch;
    private OpenRequest open;
    private Phase phase = Phase.IDLE;
    private long phaseStart;
    private boolean moreArrived;
    private boolean head;
    private boolean http10;
    private boolean last;
    private boolean stopping;

    private enum Phase {
        /** Nothing to do. */
        IDLE,
        /** A request has begun to arrive. */
        RECEIVING,
        /** A request was let through and its response is awaited. */
        CALLING,
        /** The response is being sent. */
        REPLYING,
        /** No further request is served. */
        CLOSING
    }

    /**
     * A connection that has just been accepted.
     *
     * @param settings limits and times
     * @param writer writes the responses to requests that are rejected here
     * @param nanoClock {@link System#nanoTime()}, or a test's own
     */
    HttpConnection(DataSettings settings, ResponseWriter writer, LongSupplier nanoClock) {
        this.settings = settings;
        this.writer = writer;
        this.nanoClock = nanoClock;
    }

    /** Bytes came in that are about to be decoded. */
    void bytesArrived() {
        if (phase == Phase.IDLE) {
            enter(Phase.RECEIVING);
        }
        moreArrived = true;
    }

    /**
     * Whether the connection takes no further request.
     *
     * @return true until it is closed
     */
    boolean isClosing() {
        return phase == Phase.CLOSING;
    }

    /** Closes the connection once the response to the request in progress, if any, has been sent. */
    void closeWhenDone() {
        stopping = true;
        last = true;
        if (phase == Phase.IDLE || phase == Phase.RECEIVING) {
            context.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        enter(Phase.IDLE);
        long shortest = Math.min(
                settings.requestTimeout().toNanos(), settings.idleTimeout().toNanos());
        long period = Math.max(TimeUnit.MILLISECONDS.toNanos(1), shortest / 2);
        watch = ctx.executor().scheduleWithFixedDelay(this::check, period, period, TimeUnit.NANOSECONDS);
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        phase = Phase.CLOSING;
        discardWaiting();
        if (watch != null) {
            watch.cancel(false);
        }
        try {
            if (open != null) {
                open.disconnected();
            }
        } finally {
            ctx.fireChannelInactive();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        moreArrived = false;
        switch (phase) {
            case CLOSING -> ReferenceCountUtil.release(message);
            case CALLING, REPLYING -> hold(message);
            case IDLE, RECEIVING -> begin(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (phase != Phase.CALLING) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new IllegalStateException("No request is waiting for a response"));
            return;
        }
        Object out = message;
        if (message instanceof HttpResponse response) {
            setPersistence(response);
            out = withoutBodyForHead(response);
        }
        if (message instanceof LastHttpContent) {
            enter(Phase.REPLYING);
            responded();
            ctx.write(out, promise.unvoid()).addListener((ChannelFuture future) -> replied(future));
        } else {
            ctx.write(out, promise);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (isOfNetwork(cause) || cause instanceof DecoderException && isOfNetwork(cause.getCause())) {
            LOG.debug("Connection {} lost: {}", ctx.channel(), cause.toString());
        } else {
            LOG.warn("Connection {} closed after a failure", ctx.channel(), cause);
        }
        ctx.close();
    }

    /** Whether the client or the network is the cause; bytes that are not TLS count as such. */
    private static boolean isOfNetwork(Throwable cause) {
        return cause instanceof IOException || cause instanceof PrematureChannelClosureException;
    }

    private void enter(Phase next) {
        phase = next;
        phaseStart = nanoClock.getAsLong();
    }

    private void hold(Object message) {
        waiting.add(message);
        boolean large =
                message instanceof FullHttpRequest request && request.content().readableBytes() > LARGE_BODY_BYTES;
        if (large || waiting.size() >= MAX_WAITING) {
            context.channel().config().setAutoRead(false);
        }
    }

    private void begin(Object message) {
        if (message instanceof RejectedRequest rejected) {
            reject(rejected);
            return;
        }
        FullHttpRequest request = (FullHttpRequest) message;
        if (request.decoderResult().isFailure()) {
            request.release();
            reject(RejectedRequest.undecodable(request, settings));
            return;
        }
        enter(Phase.CALLING);
        head = request.method().equals(HttpMethod.HEAD);
        http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        last = stopping || !HttpUtil.isKeepAlive(request);
        open = new OpenRequest(context, writer);
        Request received = Request.of(request, open);
        request.release();
        context.fireChannelRead(received);
    }

    private void responded() {
        if (open != null) {
            open.responded();
            open = null;
        }
    }

    /** Responds to what could not be read. Where the next request begins is unknown then, so it is the last one. */
    private void reject(RejectedRequest rejected) {
        enter(Phase.CALLING);
        head = false;
        last = true;
        FullHttpResponse response = writer.write(rejected);
        write(context, response, context.newPromise());
        context.flush();
    }

    private void setPersistence(HttpResponse response) {
        if (http10 && HttpUtil.isTransferEncodingChunked(response)) {
            HttpUtil.setTransferEncodingChunked(response, false);
            last = true; // the end of the connection is the end of the body
        }
        last |= response.headers().contains(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
        if (last) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (http10) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    private Object withoutBodyForHead(HttpResponse response) {
        if (head && response instanceof FullHttpResponse full) {
            full.content().release();
            return full.replace(Unpooled.EMPTY_BUFFER);
        }
        return response;
    }

    private void replied(ChannelFuture future) {
        if (!future.isSuccess()) {
            context.close();
        } else if (last) {
            closeGently();
        } else if (waiting.isEmpty()) {
            enter(moreArrived ? Phase.RECEIVING : Phase.IDLE);
        } else {
            // Not on this stack: this may run inside the very call whose response was just written.
            context.executor().execute(this::next);
        }
    }

    private void next() {
        Object message = waiting.poll();
        if (message == null || phase != Phase.REPLYING) {
            ReferenceCountUtil.release(message);
            return;
        }
        begin(message);
        if (waiting.isEmpty()) {
            context.channel().config().setAutoRead(true);
        }
    }

    /** Lets the client read its response before the connection is closed, even if it is still sending. */
    private void closeGently() {
        enter(Phase.CLOSING);
        discardWaiting();
        if (context.channel() instanceof DuplexChannel channel) {
            channel.config().setAutoRead(true);
            endOutput(channel);
            context.executor().schedule(() -> context.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        } else {
            context.close();
        }
    }

    /** TLS has its own message that nothing follows, which goes before the end of the connection. */
    private void endOutput(DuplexChannel channel) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(sent -> channel.shutdownOutput());
        }
    }

    private void discardWaiting() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    private void check() {
        long age = nanoClock.getAsLong() - phaseStart;
        switch (phase) {
            case RECEIVING -> {
                if (age >= settings.requestTimeout().toNanos()) {
                    reject(RejectedRequest.tooSlow(settings));
                }
            }
            case IDLE, REPLYING -> {
                if (age >= settings.idleTimeout().toNanos()) {
                    context.close();
                }
            }
            case CALLING, CLOSING -> {}
        }
    }
}
