package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A fast MCP server over streamable HTTP, of the legacy era and without sessions: every request is answered by JSON,
 * never by a stream. Listens on loopback at {@code /mcp}; each path below, such as {@code /mcp/7}, is a server of its
 * own to those who ask. At {@code /sse} it is the same over HTTP+SSE.
 */
public final class HttpEchoServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int LARGEST_BODY = 16 * 1024 * 1024;

    private final EventLoopGroup loop;
    private final Channel listening;

    private HttpEchoServer(EventLoopGroup loop, Channel listening) {
        this.loop = loop;
        this.listening = listening;
    }

    /**
     * Serves until the process is ended.
     *
     * @param args the port, how many tools it has if not just those it needs, and how many of them a page has if not all
     */
    public static void main(String[] args) throws InterruptedException {
        Logging.warningsOnly();
        try (HttpEchoServer server =
                start(Integer.parseInt(args[0]), number(args, 1, 0), number(args, 2, Integer.MAX_VALUE))) {
            server.listening.closeFuture().sync();
        }
    }

    /**
     * Starts a server.
     *
     * @param port 0 for any that is free
     */
    public static HttpEchoServer start(int port) throws InterruptedException {
        return start(port, 0, Integer.MAX_VALUE);
    }

    private static int number(String[] args, int at, int otherwise) {
        return args.length > at ? Integer.parseInt(args[at]) : otherwise;
    }

    private static HttpEchoServer start(int port, int number, int pageSize) throws InterruptedException {
        boolean epoll = Epoll.isAvailable();
        DefaultThreadFactory threads = new DefaultThreadFactory("mehari-http-echo", true);
        EventLoopGroup loop =
                epoll ? new EpollEventLoopGroup(THREADS, threads) : new NioEventLoopGroup(THREADS, threads);
        EchoTools tools = new EchoTools();
        List<ObjectNode> definitions = EchoTools.definitions(number);
        SseEchoStreams streams = new SseEchoStreams();
        Channel listening = new ServerBootstrap()
                .group(loop)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(LARGEST_BODY),
                                        new HttpEchoHandler(tools, definitions, pageSize, streams));
                    }
                })
                .bind("127.0.0.1", port)
                .sync()
                .channel();
        return new HttpEchoServer(loop, listening);
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
