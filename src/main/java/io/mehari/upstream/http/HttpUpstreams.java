package io.mehari.upstream.http;

import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.http.client.HttpEndpoint;
import io.mehari.upstream.http.client.HttpLimits;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Makes the upstreams that are reached by HTTP and owns the two event loops they share, threads {@code mehari-http-*}.
 * Created once. Safe for concurrent use.
 */
public final class HttpUpstreams implements AutoCloseable {
    private static final int LOOPS = 2;
    private static final int CLOSE_SECONDS = 5;

    private final Timer timer;
    private final Clock clock;
    private final HttpLimits limits;
    private final EventLoopGroup loops;
    private final DnsNameResolver names;

    /**
     * A factory with the default limits.
     *
     * @param timer for back-off and limits; its tasks never block. Must outlive {@link #close()}
     * @param clock for times shown and for telling a stable connection
     */
    public HttpUpstreams(Timer timer, Clock clock) {
        this(timer, clock, HttpLimits.DEFAULTS);
    }

    /** A factory with other limits. */
    public HttpUpstreams(Timer timer, Clock clock, HttpLimits limits) {
        this.timer = timer;
        this.clock = clock;
        this.limits = limits;
        boolean epoll = Epoll.isAvailable();
        DefaultThreadFactory threads = new DefaultThreadFactory("mehari-http", true);
        this.loops = epoll ? new EpollEventLoopGroup(LOOPS, threads) : new NioEventLoopGroup(LOOPS, threads);
        this.names = new DnsNameResolverBuilder(loops.next())
                .datagramChannelType(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
                .build();
    }

    /**
     * An upstream that is not started yet.
     *
     * @param settings with {@link UpstreamSettings#http()}
     * @throws IllegalArgumentException if a certificate or a key cannot be read
     */
    public Upstream connect(UpstreamSettings settings, UpstreamListener listener) {
        HttpEndpoint endpoint =
                new HttpEndpoint(settings.http(), loops, timer, names, limits.tcpConnect(), limits.connectionIdle());
        return new HttpUpstream(settings, listener, endpoint, limits, timer, clock);
    }

    /** Ends the event loops; the upstreams have been stopped before. Waits a few seconds at most. */
    @Override
    public void close() {
        names.close();
        loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
