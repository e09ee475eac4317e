package io.mehari.endpoint.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.ArrayList;
import java.util.List;

/** A network that takes nothing until it is released, as when the other side does not read. */
final class HoldsWrites extends ChannelOutboundHandlerAdapter {
    private final List<Runnable> held = new ArrayList<>();

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        held.add(() -> context.writeAndFlush(message, promise));
    }

    void release() {
        held.forEach(Runnable::run);
        held.clear();
    }
}
