package io.mehari.upstream.http;

import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.http.client.HttpEndpoint;
import io.mehari.upstream.http.client.HttpLimits;
import io.mehari.upstream.http.sse.SseConnection;
import io.mehari.upstream.http.streamable.StreamableConnection;
import io.mehari.upstream.lifecycle.Connection;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.ManagedUpstream;
import io.netty.util.Timer;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/**
 * An MCP server of the legacy era that is reached by HTTP, by whichever of its two transports. Safe for concurrent
 * use; holds no thread of its own.
 */
final class HttpUpstream extends ManagedUpstream {
    private final HttpEndpoint endpoint;
    private final HttpLimits limits;
    private final Timer timer;
    private final Clock clock;
    private final TransportProbe probe;

    HttpUpstream(
            UpstreamSettings settings,
            UpstreamListener listener,
            HttpEndpoint endpoint,
            HttpLimits limits,
            Timer timer,
            Clock clock) {
        super(settings, listener, timer, clock, limits.session());
        this.endpoint = endpoint;
        this.limits = limits;
        this.timer = timer;
        this.clock = clock;
        this.probe = new TransportProbe(settings.http().transport());
    }

    @Override
    protected Connection create(ConnectionOwner owner) {
        ConnectionOwner observed = probe.observe(owner);
        return probe.current() == Transport.SSE
                ? new SseConnection(name(), endpoint, limits, timer, clock, this::nextId, observed)
                : new StreamableConnection(name(), endpoint, limits, timer, clock, this::nextId, observed);
    }

    @Override
    protected String transport() {
        return probe.current() == Transport.SSE ? "sse" : "streamable-http";
    }

    @Override
    public CompletableFuture<Void> stop() {
        return super.stop().thenRun(endpoint::close);
    }
}
