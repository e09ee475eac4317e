package io.mehari.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Drives by kept-alive connections on one Netty thread, without pipelining. Checks the status of each reply and
 * reads as little else as possible, so that it costs less than any server it measures.
 */
final class NettyDriver implements Driver {
    private static final Duration LAST_ANSWER_LIMIT = Duration.ofSeconds(30);

    private final EventLoopGroup loop = Epoll.isAvailable()
            ? new EpollEventLoopGroup(1, new DefaultThreadFactory("mehari-bench-driver", true))
            : new NioEventLoopGroup(1, new DefaultThreadFactory("mehari-bench-driver", true));

    @Override
    public String name() {
        return "own driver on Netty, one thread";
    }

    @Override
    public Measurement run(HttpCall call, int callers, Duration length) throws InterruptedException {
        return run(Collections.nCopies(callers, call), length);
    }

    /**
     * Measures callers each of which sends a call of its own.
     *
     * @param calls one for each caller
     * @param length how long
     */
    Measurement run(List<HttpCall> calls, Duration length) throws InterruptedException {
        Latencies latencies = new Latencies();
        long begin = System.nanoTime();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (HttpCall call : calls) {
            ByteBuf request = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(call.wire()));
            HttpCaller caller = new HttpCaller(request, latencies, begin + length.toNanos());
            connect(call, caller);
            all.add(caller.done());
        }
        awaitAll(all, length.plus(LAST_ANSWER_LIMIT));
        return latencies.over((System.nanoTime() - begin) / 1e9);
    }

    @Override
    public int dropped(int callers) {
        return 0;
    }

    private void connect(HttpCall call, HttpCaller caller) throws InterruptedException {
        Channel channel = new Bootstrap()
                .group(loop)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel fresh) {
                        fresh.pipeline().addLast(caller);
                    }
                })
                .connect(call.uri().getHost(), call.uri().getPort())
                .sync()
                .channel();
        caller.done().whenComplete((nothing, failure) -> channel.close());
    }

    private static void awaitAll(List<CompletableFuture<Void>> all, Duration limit) throws InterruptedException {
        try {
            CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]))
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("A caller never got its last answer", e);
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
