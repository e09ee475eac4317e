package io.mehari.endpoint.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
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
    private WriteProgress progress;
    private ScheduledFuture<?> watch;
    private OpenRequest open;
    private Phase phase = Phase.IDLE;
    private long phaseStart;
    private boolean moreArrived;
    private boolean head;
    private boolean http10;
    private boolean last;
    private boolean stopping;
    private boolean begun;
    private boolean inputEnded;

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

    /** Tells the client to send its body, unless a response before it is awaited; clients then send it after a while. */
    void continueRequest() {
        if (phase == Phase.RECEIVING || phase == Phase.IDLE) {
            context.writeAndFlush(HalfClosed.going());
        }
    }

    /** The body of a request that was refused has arrived and nothing of the next one. */
    void bodyDropped() {
        moreArrived = false;
        if (phase == Phase.RECEIVING) {
            enter(Phase.IDLE);
        }
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
        progress = new WriteProgress(ctx.channel());
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
            OpenRequest left = open;
            open = null;
            if (left != null) {
                left.disconnected();
            }
        } finally {
            ctx.fireChannelInactive();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        moreArrived = false;
        switch (phase) {
            case CLOSING -> discard(message);
            case CALLING, REPLYING -> hold(message);
            case IDLE, RECEIVING -> begin(message);
        }
    }

    /**
     * A client that sends nothing more still gets its responses (RFC 9112, section 9.6). Without a request there is
     * nothing to wait for; TLS does not know such a state.
     */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            boolean answering = phase == Phase.CALLING || phase == Phase.REPLYING;
            if (answering && ctx.pipeline().get(SslHandler.class) == null) {
                new HalfClosed(ctx, () -> phase == Phase.CALLING && !http10 && !begun, () -> open);
            } else {
                ctx.close();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (phase != Phase.CALLING) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(
                    phase == Phase.CLOSING
                            ? new ClosedChannelException()
                            : new IllegalStateException("No request is waiting for a response"));
            return;
        }
        Object out = message;
        begun = true;
        if (message instanceof HttpResponse response) {
            setPersistence(response);
            out = withoutBodyForHead(response);
        }
        if (message instanceof LastHttpContent) {
            writeLast(out, promise);
        } else {
            ctx.write(out, promise);
        }
    }

    private void writeLast(Object message, ChannelPromise promise) {
        enter(Phase.REPLYING);
        progress.moved();
        OpenRequest done = open;
        open = null;
        if (done != null) {
            done.responded();
        }
        context.write(message).addListener((ChannelFuture written) -> replied(written, done, promise));
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
        boolean large = message instanceof Request request && request.body().length > LARGE_BODY_BYTES;
        if (large || waiting.size() >= MAX_WAITING) {
            context.channel().config().setAutoRead(false);
        }
    }

    private void begin(Object message) {
        begun = false;
        if (message instanceof RejectedRequest rejected) {
            reject(rejected);
        } else if (message instanceof RefusedRequest refused) {
            call(refused.request());
            last |= refused.last();
            respond(writer.write(refused.request(), refused.response()));
        } else {
            Request request = (Request) message;
            call(request);
            open = new OpenRequest(context, writer, request.held());
            request.openOn(open);
            context.fireChannelRead(request);
        }
    }

    private void call(Request request) {
        enter(Phase.CALLING);
        head = request.isHead();
        http10 = request.isHttp10();
        last = stopping || !request.isKeptAlive();
    }

    /** Responds to what could not be read. Where the next request begins is unknown then, so it is the last one. */
    private void reject(RejectedRequest rejected) {
        enter(Phase.CALLING);
        head = false;
        last = true;
        respond(writer.write(rejected));
    }

    private void respond(FullHttpResponse response) {
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

    /** The end of a response is this connection's affair: whoever wrote it is not told that its client has hung up. */
    private void replied(ChannelFuture written, OpenRequest done, ChannelPromise promise) {
        if (done != null) {
            done.release();
        }
        promise.trySuccess();
        if (!written.isSuccess()) {
            LOG.debug(
                    "Connection {} lost before its response was read: {}",
                    context.channel(),
                    written.cause().toString());
            context.close();
        } else if (last || inputEnded && waiting.isEmpty()) {
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
            discard(message);
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
        if (!inputEnded && context.channel() instanceof DuplexChannel channel) {
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
        waiting.forEach(HttpConnection::discard);
        waiting.clear();
    }

    private static void discard(Object message) {
        if (message instanceof Request request) {
            request.held().close();
        }
    }

    private void check() {
        boolean sending = phase == Phase.REPLYING || phase == Phase.CALLING && begun;
        if (sending && (progress.moved() || phase == Phase.CALLING && !progress.isPending())) {
            enter(phase);
        }
        Duration limit = phase == Phase.RECEIVING ? settings.requestTimeout() : settings.idleTimeout();
        if (nanoClock.getAsLong() - phaseStart < limit.toNanos()) {
            return;
        }
        if (phase == Phase.RECEIVING) {
            reject(RejectedRequest.tooSlow(settings));
        } else if (phase == Phase.IDLE || sending) {
            context.close(); // a stream, too, whose client reads nothing of it
        }
    }
}
