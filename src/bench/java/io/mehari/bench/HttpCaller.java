package io.mehari.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.CompletableFuture;

/**
 * One connection of the driver: sends the request, waits for the reply, sends it again, until the time is over.
 * All callers of a driver share one thread.
 */
final class HttpCaller extends ChannelInboundHandlerAdapter {
    private final ByteBuf request;
    private final Latencies latencies;
    private final long endNanos;
    private final ReplyReader reader = new ReplyReader();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private long sentNanos;

    /**
     * A caller.
     *
     * @param request never released
     * @param endNanos when it stops, on {@link System#nanoTime()}'s clock
     */
    HttpCaller(ByteBuf request, Latencies latencies, long endNanos) {
        this.request = request;
        this.latencies = latencies;
        this.endNanos = endNanos;
    }

    /** Ends when the caller has got its last answer, or its connection is gone. */
    CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        send(context);
    }

    private void send(ChannelHandlerContext context) {
        sentNanos = System.nanoTime();
        if (sentNanos - endNanos >= 0) {
            done.complete(null);
            return;
        }
        context.writeAndFlush(request.duplicate(), context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (reader.read(bytes)) {
                count();
                send(context);
            }
        } finally {
            bytes.release();
        }
    }

    private void count() {
        if (reader.status() == 200) {
            latencies.answered(System.nanoTime() - sentNanos);
        } else {
            latencies.failed();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        lost();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lost();
        context.close();
    }

    private void lost() {
        if (!done.isDone()) {
            latencies.failed();
            done.complete(null);
        }
    }
}
