package io.mehari.endpoint.http;

import io.mehari.endpoint.http.tls.TlsFront;
import io.mehari.network.ByteBudget;
import io.mehari.network.SharedLoops;
import io.mehari.text.Counted;
import io.mehari.text.StartFailureException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening socket, the thread that accepts, and the connections. Started and stopped by one thread at a time. */
final class HttpServer {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int BACKLOG = 1024;

    /** What epoll says before the words of the system. */
    private static final Pattern EPOLL_PREFIX = Pattern.compile("^bind\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

    private static final long FLUSH_SECONDS = 3;
    private static final ByteBuf FULL = Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(
            "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nretry-after: 1\r\nconnection: close\r\n\r\n",
            StandardCharsets.US_ASCII));

    private final DataSettings settings;
    private final ResponseWriter writer;
    private final SharedLoops loops;
    private final ByteBudget budget;
    private final Optional<TlsFront> tls;
    private volatile EventLoopGroup acceptor;
    private volatile ChannelGroup connections;
    private volatile Channel listener;

    /**
     * A server that does not listen yet.
     *
     * @param settings address, limits and TLS
     * @param writer writes the responses to requests that are rejected before a route sees them
     * @param loops event loops of its connections; not shut down by it
     * @param budget counts what requests and their responses hold
     * @throws StartFailureException if TLS is configured with files that cannot be used
     */
    HttpServer(DataSettings settings, ResponseWriter writer, SharedLoops loops, ByteBudget budget) {
        this.budget = budget;
        this.settings = settings;
        this.writer = writer;
        this.loops = loops;
        this.tls = TlsFront.of(settings.tls(), settings.requestTimeout());
    }

    /** TLS, where it is configured. */
    Optional<TlsFront> tls() {
        return tls;
    }

    /**
     * Binds the address and hands every request to this handler, one at a time per connection.
     *
     * @param gate the response that refuses a request by its head, or null; asked before its body is awaited
     * @param ingress sharable; gets each {@link Request} and must write one response to it
     * @throws AddressFailure if the address cannot be bound
     */
    void start(Function<Request, Response> gate, ChannelHandler ingress) {
        boolean epoll = loops.epoll();
        ThreadFactory threads = new DefaultThreadFactory("mehari-accept");
        acceptor = epoll ? new EpollEventLoopGroup(1, threads) : new NioEventLoopGroup(1, threads);
        connections = new DefaultChannelGroup("mehari-data", GlobalEventExecutor.INSTANCE);
        try {
            listener = bind(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class, gate, ingress);
        } finally {
            if (listener == null) {
                acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            }
        }
        LOG.info(
                "The data plane serves {} by {} ({})",
                listener.localAddress(),
                tls.isPresent() ? "https" : "http",
                epoll ? "epoll" : "nio");
    }

    /**
     * Takes no new connections from now on, where open ones have a notice; does nothing else, and nothing where they have
     * none. May be called by any thread, and before {@link #start}.
     */
    void refuseConnections() {
        Channel listening = listener;
        if (listening != null && !settings.stopNotice().isZero()) {
            listening.close().awaitUninterruptibly(FLUSH_SECONDS, TimeUnit.SECONDS);
        }
    }

    /**
     * Stops listening, leaves open connections the notice that is set, waits up to 3 s for responses that are being sent, and
     * closes all connections. Blocks meanwhile;
     * does nothing if the server does not listen.
     */
    void stop() {
        if (listener == null) {
            return;
        }
        listener.close().awaitUninterruptibly();
        listener = null;
        connections.newCloseFuture().awaitUninterruptibly(settings.stopNotice().toMillis(), TimeUnit.MILLISECONDS);
        connections.forEach(channel -> channel.eventLoop()
                .execute(() -> channel.pipeline().get(HttpConnection.class).closeWhenDone()));
        if (!connections.newCloseFuture().awaitUninterruptibly(FLUSH_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn(
                    "{} closed before the responses to their calls were sent",
                    Counted.of(
                            connections.size(),
                            "connection of the data plane was",
                            "connections of the data plane were"));
            connections.close().awaitUninterruptibly(FLUSH_SECONDS, TimeUnit.SECONDS);
        }
        acceptor.shutdownGracefully(0, FLUSH_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /**
     * The port of the server.
     *
     * @return the port bound; the configured one if the server does not listen
     */
    int port() {
        return listener == null ? settings.port() : ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Open connections; 0 if the server does not listen. */
    int connections() {
        ChannelGroup open = connections;
        return open == null ? 0 : open.size();
    }

    /** Whether new connections are taken, if the server listens: false where an error has ended the thread that does it. */
    boolean accepts() {
        return listener == null || !acceptor.isShuttingDown();
    }

    private Channel bind(
            Class<? extends ServerChannel> type, Function<Request, Response> gate, ChannelHandler ingress) {
        ChannelFuture bound = new ServerBootstrap()
                .group(acceptor, loops.group())
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel, gate, ingress);
                    }
                })
                .bind(settings.host(), settings.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw notBound(bound.cause());
        }
        return bound.channel();
    }

    private StartFailureException notBound(Throwable cause) {
        return new StartFailureException(
                "The data plane cannot listen on " + settings.host() + " port " + settings.port() + ": "
                        + EPOLL_PREFIX
                                .matcher(String.valueOf(cause.getMessage()))
                                .replaceFirst(""),
                "Stop what uses the address, or set another by mehari.data.port and mehari.data.host.",
                cause);
    }

    private void accept(Channel channel, Function<Request, Response> gate, ChannelHandler ingress) {
        if (connections.size() >= settings.maxConnections()) {
            reject(channel);
            return;
        }
        connections.add(channel);
        HttpConnection connection = new HttpConnection(settings, writer, System::nanoTime);
        tls.ifPresent(front -> channel.pipeline().addLast("tls", front.handler(channel.alloc())));
        channel.pipeline()
                .addLast("decoder", new RequestDecoder(settings, connection))
                .addLast("encoder", new HttpResponseEncoder())
                .addLast("assembler", new RequestAssembler(settings, budget, gate, connection))
                .addLast("connection", connection)
                .addLast("ingress", ingress);
    }

    /** Closes without a response where a TLS handshake would have to come first. */
    private void reject(Channel channel) {
        if (tls.isPresent()) {
            channel.close();
        } else {
            channel.writeAndFlush(FULL.duplicate()).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
