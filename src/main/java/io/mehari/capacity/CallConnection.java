package io.mehari.capacity;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One connection, with one call at a time. Used on its event loop, except to send and to be asked whether it is open. */
final class CallConnection extends ChannelInboundHandlerAdapter {
    /** The outcome where there is no connection, or it ends before the answer. */
    static final String LOST = "no_connection";

    private static final String LATE = "no_answer";

    private final ByteBuf request;
    private final long limitNanos;
    private final IdleConnections idle;
    private final ReplyReader reader = new ReplyReader();
    private ChannelHandlerContext context;
    private CompletableFuture<String> waiting;
    private long sent;

    /**
     * @param request never released
     * @param limit longest wait for an answer
     * @param idle where it waits for the next call
     */
    CallConnection(ByteBuf request, Duration limit, IdleConnections idle) {
        this.request = request;
        this.limitNanos = limit.toNanos();
        this.idle = idle;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    boolean isOpen() {
        return context.channel().isActive();
    }

    /** Sends the request; nobody else does until this has ended. */
    void send(CompletableFuture<String> outcome) {
        if (!context.executor().inEventLoop()) {
            context.executor().execute(() -> send(outcome));
            return;
        }
        if (!isOpen()) {
            outcome.complete(LOST);
            return;
        }
        waiting = outcome;
        sent = System.nanoTime();
        context.writeAndFlush(request.duplicate(), context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (reader.read(bytes)) {
                answered();
            }
        } finally {
            bytes.release();
        }
    }

    private void answered() {
        CompletableFuture<String> outcome = waiting;
        waiting = null;
        if (outcome == null || reader.isLast()) {
            context.close();
        } else {
            idle.give(this);
        }
        if (outcome != null) {
            outcome.complete(reader.outcome());
        }
    }

    /** An answer that comes after the limit would be taken for that of the next call. */
    void endIfLate() {
        if (waiting != null && System.nanoTime() - sent > limitNanos) {
            end(LATE);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) {
        idle.remove(this);
        end(LOST);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        end(LOST);
    }

    private void end(String code) {
        CompletableFuture<String> outcome = waiting;
        waiting = null;
        context.close();
        if (outcome != null) {
            outcome.complete(code);
        }
    }
}
