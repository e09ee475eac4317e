package io.mehari.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** MCP clients that hold a stream open and note when they hear of a change of the list of tools. */
final class StreamClients implements AutoCloseable {
    private static final String CHANGE = "notifications/tools/list_changed";
    private static final long LIMIT_SECONDS = 60;

    private final EventLoopGroup loop =
            new NioEventLoopGroup(1, new DefaultThreadFactory("mehari-bench-streams", true));
    private final List<Stream> streams = new ArrayList<>();
    private final CountDownLatch open;
    private final CountDownLatch heard;
    private final String opening;

    /**
     * Opens a stream for each call.
     *
     * @param opening what a stream says once it is open
     */
    StreamClients(List<HttpCall> calls, String opening) throws InterruptedException {
        this.opening = opening;
        this.open = new CountDownLatch(calls.size());
        this.heard = new CountDownLatch(calls.size());
        for (HttpCall call : calls) {
            streams.add(connected(call));
        }
        await(open, "streams were not opened");
    }

    private Stream connected(HttpCall call) throws InterruptedException {
        Stream stream = new Stream();
        Channel channel = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel fresh) {
                        fresh.pipeline().addLast(stream);
                    }
                })
                .connect(call.uri().getHost(), call.uri().getPort())
                .sync()
                .channel();
        channel.writeAndFlush(Unpooled.wrappedBuffer(call.wire()));
        return stream;
    }

    private void await(CountDownLatch latch, String problem) throws InterruptedException {
        if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(latch.getCount() + " of " + streams.size() + " " + problem
                    + "; the last of them said: " + streams.get(streams.size() - 1).last);
        }
    }

    /** Waits until all have heard of a change; how long after the first of them each did. */
    List<Duration> delays() throws InterruptedException {
        await(heard, "streams did not hear of the change");
        long first =
                streams.stream().mapToLong(stream -> stream.heardNanos).min().orElseThrow();
        return streams.stream()
                .map(stream -> Duration.ofNanos(stream.heardNanos - first))
                .toList();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** One of them; all run on one thread. */
    private final class Stream extends ChannelInboundHandlerAdapter {
        private volatile String last = "";
        private volatile long heardNanos;
        private boolean opened;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            last = bytes.toString(StandardCharsets.UTF_8);
            bytes.release();
            if (!opened && last.contains(opening)) {
                opened = true;
                open.countDown();
            }
            if (heardNanos == 0 && last.contains(CHANGE)) {
                heardNanos = System.nanoTime();
                heard.countDown();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            last = "(closed) " + last;
        }
    }
}
