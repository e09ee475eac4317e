package io.mehari.capacity;

import io.mehari.network.SharedLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends one request again and again over kept connections, one for each caller, and reads of an answer no more than its
 * status and the code of a failure. A tenth of what {@code java.net.http} costs a call. Safe for concurrent use.
 */
final class LightClient implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int MOST_THREADS = 4;
    private static final String HTTPS = "https";
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private final SharedLoops loops = new SharedLoops(
            Math.max(1, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors() / 2)), true, "mehari-bench");
    private final Optional<SslContext> tls;
    private final URI base;
    private final ByteBuf request;
    private final Duration limit;
    private final IdleConnections idle = new IdleConnections();

    /**
     * A client without a connection.
     *
     * @param base address of the gateway
     * @param request as it is on the wire
     * @param limit longest wait for an answer
     * @param tls checks the gateway's certificate; empty for http
     */
    LightClient(URI base, byte[] request, Duration limit, Optional<SslContext> tls) {
        this.base = base;
        this.limit = limit;
        this.tls = tls;
        this.request = Unpooled.directBuffer(request.length).writeBytes(request);
    }

    /**
     * Sends the request.
     *
     * @return ends with the code of the outcome, never exceptionally; on the thread of the connection
     */
    CompletableFuture<String> call() {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        CallConnection connection = idle.take();
        if (connection == null) {
            connect(outcome);
        } else {
            connection.send(outcome);
        }
        return outcome;
    }

    private void connect(CompletableFuture<String> outcome) {
        CallConnection connection = new CallConnection(Unpooled.unreleasableBuffer(request), limit, idle);
        ChannelFuture connecting = new Bootstrap()
                .group(loops.group())
                .channel(loops.epoll() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        tls.ifPresent(context -> channel.pipeline()
                                .addLast(context.newHandler(channel.alloc(), base.getHost(), port())));
                        channel.pipeline().addLast(connection);
                    }
                })
                .connect(base.getHost(), port());
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                watch(connecting.channel(), connection);
                connection.send(outcome);
            } else {
                outcome.complete(CallConnection.LOST);
            }
        });
    }

    /** One look a second instead of a timer for each call. */
    private static void watch(Channel channel, CallConnection connection) {
        var looks = channel.eventLoop().scheduleAtFixedRate(connection::endIfLate, 1, 1, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> looks.cancel(false));
    }

    private int port() {
        int standard = HTTPS.equals(base.getScheme()) ? HTTPS_PORT : HTTP_PORT;
        return base.getPort() < 0 ? standard : base.getPort();
    }

    /** Ends connections and threads. */
    @Override
    public void close() {
        loops.close();
        if (request.refCnt() > 0) {
            request.release();
        }
    }
}
