package io.mehari.servers;

import io.mehari.configuration.InvalidConfigurationException;
import io.mehari.network.ByteBudget;
import io.mehari.network.SharedLoops;
import io.mehari.text.Causes;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.http.HttpUpstreams;
import io.mehari.upstream.pool.PooledUpstream;
import io.mehari.upstream.replica.ReplicatedUpstream;
import io.mehari.upstream.stdio.StdioLimits;
import io.mehari.upstream.stdio.StdioUpstream;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Makes the connection that a server's settings ask for. Safe for concurrent use. */
public final class UpstreamFactory implements AutoCloseable {
    private static final Duration CLIENT_JOIN_WAIT = Duration.ofSeconds(30);

    private final Timer timer;
    private final Clock clock;
    private final HttpUpstreams http;
    private final StdioLimits stdio;
    private volatile ServerHealths healths = ServerHealths.NONE;

    /**
     * Creates connections on threads of their own.
     *
     * @param timer shared by all connections; its tasks never block
     * @param clock for times shown
     */
    public UpstreamFactory(Timer timer, Clock clock) {
        this(timer, clock, new HttpUpstreams(timer, clock), StdioLimits.DEFAULTS);
    }

    /**
     * Creates connections on the threads on which calls arrive.
     *
     * @param timer shared by all connections; its tasks never block
     * @param clock for times shown
     * @param loops threads of the endpoint
     * @param nameServers asked for the addresses of host names
     * @param budget of the bytes that all connections and endpoints hold together
     */
    public UpstreamFactory(
            Timer timer,
            Clock clock,
            SharedLoops loops,
            DnsServerAddressStreamProvider nameServers,
            ByteBudget budget) {
        this(
                timer,
                clock,
                new HttpUpstreams(timer, clock, loops, nameServers, budget),
                StdioLimits.DEFAULTS.with(budget));
    }

    private UpstreamFactory(Timer timer, Clock clock, HttpUpstreams http, StdioLimits stdio) {
        this.stdio = stdio;
        this.timer = timer;
        this.clock = clock;
        this.http = http;
    }

    /**
     * Creates a connection that is not started yet.
     *
     * @param settings of the server
     * @param listener is notified of the connection's states and tools
     * @return a connection to be started by the caller
     * @throws InvalidConfigurationException if a certificate or a key cannot be read
     */
    public Upstream connect(UpstreamSettings settings, UpstreamListener listener) {
        if (settings.problem().isPresent()) {
            return AbsentUpstream.misconfigured(settings, listener, clock.instant());
        }
        if (!settings.replicas().isEmpty()) {
            return new ReplicatedUpstream(settings, listener, this::connect, () -> healths, timer, clock);
        }
        if (settings.http() == null) {
            return settings.stateless()
                    ? new PooledUpstream(settings, listener, member -> process(settings, member), timer)
                    : process(settings, listener);
        }
        try {
            return http.connect(settings, listener);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationException("Server " + settings.name(), List.of(Causes.of(e)));
        }
    }

    /**
     * Creates a connection that is not started yet; where the settings do not do, one that only says why.
     *
     * @param settings of the server
     * @param listener is notified of the connection's states and tools
     * @param strict whether settings that do not do are an error
     * @return a connection to be started by the caller
     * @throws InvalidConfigurationException if a certificate or a key cannot be read, where that is an error
     */
    public Upstream connect(UpstreamSettings settings, UpstreamListener listener, boolean strict) {
        try {
            return connect(settings, listener);
        } catch (InvalidConfigurationException e) {
            if (strict) {
                throw e;
            }
            String problem = String.join("; ", e.problems());
            return AbsentUpstream.misconfigured(
                    UpstreamSettings.misconfigured(settings.name(), settings.fingerprint(), problem),
                    listener,
                    clock.instant());
        }
    }

    /**
     * Sets what tells how well replicas answer.
     *
     * @param known asked at each choice of a replica; {@link ServerHealths#NONE} until this is called
     */
    public void choosingBy(ServerHealths known) {
        healths = known;
    }

    /**
     * Creates a connection that belongs to one client, not started yet. It begins with a call, which waits for it as long
     * as a server usually takes to start.
     *
     * @param settings of the server
     * @param listener is notified of the connection's states, and answers what the server asks
     * @return a connection to be started by the caller
     * @throws InvalidConfigurationException if a certificate or a key cannot be read
     */
    public Upstream connectForClient(UpstreamSettings settings, UpstreamListener listener) {
        return settings.problem().isPresent() || settings.http() != null
                ? connect(settings, listener)
                : new StdioUpstream(settings, listener, timer, clock, stdio.withJoinWait(CLIENT_JOIN_WAIT));
    }

    private Upstream process(UpstreamSettings settings, UpstreamListener listener) {
        return new StdioUpstream(settings, listener, timer, clock, stdio);
    }

    /** Frees what the connections share; they have ended before. */
    @Override
    public void close() {
        http.close();
    }
}
