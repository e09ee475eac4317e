package io.mehari.endpoint.http;

import io.mehari.endpoint.http.target.RootPath;
import io.mehari.endpoint.http.tls.TlsFront;
import io.mehari.network.ByteBudget;
import io.mehari.network.SharedLoops;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.component.netty.NettyServerBootstrapConfiguration;
import org.apache.camel.component.netty.NettyServerBootstrapFactory;
import org.apache.camel.component.netty.http.HttpServerConsumerChannelFactory;
import org.apache.camel.component.netty.http.NettyHttpConsumer;
import org.apache.camel.component.netty.http.NettySharedHttpServer;
import org.apache.camel.component.netty.http.NettySharedHttpServerBootstrapConfiguration;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The server of the data plane as Camel sees it: option {@code nettySharedHttpServer} of each netty-http consumer that
 * is an ingress route. A consumer gets the requests at its path and below, the longest path first. The address comes
 * from {@code mehari.data}; it is bound while at least one consumer runs. Safe for concurrent use.
 *
 * <p>The server that the component brings cannot be used: it ignores {@code serverInitializerFactory}, and its
 * multiplexer responds to OPTIONS, TRACE and unknown methods before a route sees them.
 */
public final class DataPlaneServer extends ServiceSupport
        implements NettySharedHttpServer, NettyServerBootstrapFactory, ServedAddress {
    private final DataSettings settings;
    private final HttpServer server;
    private final SharedLoops loops;
    private final ResponseWriter writer;
    private final IngressRouter ingress;
    private final Supplier<List<HeadCheck>> checks;
    private final RootPath root;

    /**
     * A server that does not listen yet.
     *
     * @param settings address, limits and TLS
     * @param writer writes the responses to requests that no route handles
     * @param loops event loops of its connections; not shut down by it
     * @param budget counts what requests and their responses hold
     * @param checks decide about requests by their head; asked for when the server begins to listen
     * @throws AddressFailure if TLS is configured with files that cannot be used
     */
    public DataPlaneServer(
            DataSettings settings,
            ResponseWriter writer,
            SharedLoops loops,
            ByteBudget budget,
            Supplier<List<HeadCheck>> checks) {
        this(settings, writer, loops, budget, checks, RootPath.NONE);
    }

    /**
     * A server that a proxy shows at a path of its own; it does not listen yet.
     *
     * @param settings address, limits and TLS
     * @param writer writes the responses to requests that no route handles
     * @param loops event loops of its connections; not shut down by it
     * @param budget counts what requests and their responses hold
     * @param checks decide about requests by their head; asked for when the server begins to listen
     * @param root path that requests may begin with, and that nobody behind this server sees
     * @throws AddressFailure if TLS is configured with files that cannot be used
     */
    public DataPlaneServer(
            DataSettings settings,
            ResponseWriter writer,
            SharedLoops loops,
            ByteBudget budget,
            Supplier<List<HeadCheck>> checks,
            RootPath root) {
        this.root = root;
        this.settings = settings;
        this.checks = checks;
        this.loops = loops;
        this.server = new HttpServer(settings, writer, loops, budget);
        this.writer = writer;
        this.ingress = new IngressRouter(writer);
    }

    @Override
    public int getPort() {
        return server.port();
    }

    /**
     * Whether new connections are taken.
     *
     * @return false where an error has ended the thread that takes them; true also while the server does not listen
     */
    public boolean accepts() {
        return server.accepts();
    }

    /**
     * Open connections of clients.
     *
     * @return 0 while the server does not listen
     */
    public int connections() {
        return server.connections();
    }

    /**
     * TLS in front of its connections.
     *
     * @return empty for plain HTTP
     */
    public Optional<TlsFront> tls() {
        return server.tls();
    }

    @Override
    public String base() {
        String host = settings.host();
        return (settings.tls().isOn() ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + getPort();
    }

    @Override
    public String toolPath() {
        return settings.pathPrefix();
    }

    @Override
    public NettyServerBootstrapFactory getServerBootstrapFactory() {
        return this;
    }

    @Override
    public int getConsumersSize() {
        return ingress.size();
    }

    /**
     * Serves the path of a consumer, beginning to listen with the first one. A consumer of another Camel context than
     * those that serve gets requests after {@link #handOver}.
     *
     * @throws IllegalStateException if another consumer of its context serves the same path
     */
    @Override
    public synchronized void addConsumer(NettyConsumer added) {
        NettyHttpConsumer consumer = (NettyHttpConsumer) added;
        boolean first = ingress.size() == 0;
        ingress.add(consumer, new IngressHandler(consumer, writer));
        if (first) {
            try {
                server.start(gate(checks.get()), ingress);
            } catch (RuntimeException e) {
                ingress.remove(consumer);
                throw e;
            }
        }
    }

    /**
     * Lets the consumers of another Camel context serve in place of those that do: all paths in one step, while the
     * address stays bound and every connection open. Does nothing if that context has none.
     *
     * @param next context whose consumers have been started
     * @return ends when no request is on its way into a former consumer any more; what those have begun may go on
     */
    public CompletableFuture<Void> handOver(CamelContext next) {
        ingress.handOver(next);
        return loops.pass();
    }

    /**
     * The gateway is about to stop: where open connections have a notice ({@code mehari.data.stop-notice}), new ones are refused
     * before any request is, so that whoever is told 503 on an open one finds another gateway by a new one. Does nothing otherwise.
     */
    void refuseConnections() {
        server.refuseConnections();
    }

    private Function<Request, Response> gate(List<HeadCheck> heads) {
        return head -> {
            head.shownAt(root);
            String path = ingress.pathOf(head.target());
            return path == null ? null : checkOf(heads, path).refusal(head);
        };
    }

    private static HeadCheck checkOf(List<HeadCheck> heads, String path) {
        for (HeadCheck check : heads) {
            if (check.decidesAt(path)) {
                return check;
            }
        }
        return HeadCheck.NONE;
    }

    @Override
    public synchronized void removeConsumer(NettyConsumer removed) {
        if (ingress.remove((NettyHttpConsumer) removed) && ingress.size() == 0) {
            server.stop();
        }
    }

    @Override
    public void addChannel(Channel channel) {
        // HttpServer keeps its connections itself.
    }

    @Override
    public void removeChannel(Channel channel) {
        // HttpServer keeps its connections itself.
    }

    @Override
    public void init(
            CamelContext context, NettyServerBootstrapConfiguration settings, ChannelInitializer<Channel> pipeline) {
        throw unsupported();
    }

    @Override
    public void init(
            ThreadFactory threads, NettyServerBootstrapConfiguration settings, ChannelInitializer<Channel> pipeline) {
        throw unsupported();
    }

    @Override
    public HttpServerConsumerChannelFactory getConsumerChannelFactory() {
        throw unsupported();
    }

    @Override
    public void setNettyServerBootstrapConfiguration(NettySharedHttpServerBootstrapConfiguration settings) {
        throw unsupported();
    }

    @Override
    public void setCamelContext(CamelContext context) {
        throw unsupported();
    }

    @Override
    public void setStartServer(boolean startServer) {
        throw unsupported();
    }

    @Override
    public void setThreadNamePattern(String pattern) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("The server of the data plane is configured by mehari.data only");
    }
}
