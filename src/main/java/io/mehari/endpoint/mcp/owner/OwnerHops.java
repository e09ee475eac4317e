package io.mehari.endpoint.mcp.owner;

import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.network.SharedLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries requests to other instances, each by a connection of its own on the event loop of its client, so that nothing of it changes the
 * thread. Safe for concurrent use.
 */
final class OwnerHops {
    /** Requests under way, streams included. */
    static final int MOST = 5_000;

    private static final int CONNECT_MILLIS = 2_000;
    private static final int HTTP_PORT = 80;
    private static final int MAX_LINE = 8_192;
    private static final int MAX_HEAD = 65_536;
    private static final int MAX_CHUNK = 65_536;

    private final SharedLoops loops;
    private final AtomicInteger open = new AtomicInteger();

    OwnerHops(SharedLoops loops) {
        this.loops = loops;
    }

    /**
     * Sends a request as it came, and its response back as it comes.
     *
     * @param request let through, on the event loop of its connection; no response has begun
     * @param address of the other instance
     * @param secret by which that knows this one
     * @return any response, once it has been passed on or its client has left; exceptionally if nothing was passed on
     */
    CompletableFuture<Response> carry(Request request, String address, String secret) {
        if (open.incrementAndGet() > MOST) {
            open.decrementAndGet();
            return CompletableFuture.failedFuture(
                    new HopException(MOST + " requests are on their way to others", false));
        }
        URI uri = URI.create(address);
        CompletableFuture<Response> end = new CompletableFuture<>();
        end.whenComplete((response, failure) -> open.decrementAndGet());
        OwnerHop hop = new OwnerHop(request, secret, end);
        ChannelFuture connecting = new Bootstrap()
                .group(loops.group())
                .channel(loops.epoll() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(MAX_LINE, MAX_HEAD, MAX_CHUNK), hop);
                    }
                })
                .connect(uri.getHost(), uri.getPort() < 0 ? HTTP_PORT : uri.getPort());
        connecting.addListener((ChannelFuture connected) -> {
            if (!connected.isSuccess()) {
                end.completeExceptionally(new HopException("that instance cannot be reached", false));
            }
        });
        return end;
    }

    /** Requests under way. */
    int open() {
        return open.get();
    }
}
