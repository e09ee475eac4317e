package io.mehari.upstream.http;

import io.mehari.network.ByteBudget;
import io.mehari.network.LoopThreads;
import io.mehari.network.SharedLoops;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.http.client.HttpEndpoint;
import io.mehari.upstream.http.client.HttpLimits;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.Timer;
import java.time.Clock;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes the upstreams that are reached by HTTP and share event loops. Created once. Safe for concurrent use.
 */
public final class HttpUpstreams implements AutoCloseable {
    private static final int LOOPS = 2;
    private static final int LARGE_THREADS = 2;
    private static final int LARGE_WAITING = 1_000;
    private static final int LARGE_SECONDS = 10;

    private final Timer timer;
    private final Clock clock;
    private final HttpLimits limits;
    private final SharedLoops loops;
    private final boolean owner;
    private final DnsNameResolver names;
    private final ThreadPoolExecutor large = large();

    /**
     * A factory with the default limits, on two event loops of its own, threads {@code mehari-http-*}.
     *
     * @param timer for back-off and limits; its tasks never block. Must outlive {@link #close()}
     * @param clock for times shown and for telling a stable connection
     */
    public HttpUpstreams(Timer timer, Clock clock) {
        this(timer, clock, HttpLimits.DEFAULTS);
    }

    /** A factory with other limits, on two event loops of its own. */
    public HttpUpstreams(Timer timer, Clock clock, HttpLimits limits) {
        this(
                timer,
                clock,
                limits,
                new SharedLoops(LOOPS, true, "mehari-http"),
                true,
                DnsServerAddressStreamProviders.platformDefault());
    }

    /**
     * A factory with the default limits, on the event loops of the caller.
     *
     * @param loops those the calls come in on. Must outlive {@link #close()}
     * @param nameServers who is asked for host names that the system's list of hosts does not have
     * @param budget of the bytes that all connections and endpoints hold together
     */
    public HttpUpstreams(
            Timer timer,
            Clock clock,
            SharedLoops loops,
            DnsServerAddressStreamProvider nameServers,
            ByteBudget budget) {
        this(timer, clock, HttpLimits.DEFAULTS.with(budget), loops, false, nameServers);
    }

    private HttpUpstreams(
            Timer timer,
            Clock clock,
            HttpLimits limits,
            SharedLoops loops,
            boolean owner,
            DnsServerAddressStreamProvider nameServers) {
        this.timer = timer;
        this.clock = clock;
        this.limits = limits;
        this.loops = loops;
        this.owner = owner;
        this.names = new DnsNameResolverBuilder(loops.group().next())
                .datagramChannelType(loops.epoll() ? EpollDatagramChannel.class : NioDatagramChannel.class)
                .nameServerProvider(nameServers)
                .build();
    }

    /** Reads what would hold up an event loop; what finds no room is read on the loop. */
    private static ThreadPoolExecutor large() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                LARGE_THREADS,
                LARGE_THREADS,
                LARGE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(LARGE_WAITING),
                new LoopThreads("mehari-large"));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * An upstream that is not started yet.
     *
     * @param settings with {@link UpstreamSettings#http()}
     * @throws IllegalArgumentException if a certificate or a key cannot be read
     */
    public Upstream connect(UpstreamSettings settings, UpstreamListener listener) {
        HttpLimits pooled =
                settings.pool().map(pool -> limits.withConnections(pool.max())).orElse(limits);
        HttpLimits own = settings.connect().map(pooled::withConnect).orElse(pooled);
        HttpEndpoint endpoint = new HttpEndpoint(
                settings.http(),
                loops.group(),
                timer,
                names,
                own.connections(),
                own.tcpConnect(),
                own.connectionIdle(),
                large);
        return new HttpUpstream(settings, listener, endpoint, own, timer, clock);
    }

    /** Ends the event loops if they are its own; the upstreams have been stopped before. Waits a few seconds at most. */
    @Override
    public void close() {
        names.close();
        large.shutdown();
        if (owner) {
            loops.close();
        }
    }
}
