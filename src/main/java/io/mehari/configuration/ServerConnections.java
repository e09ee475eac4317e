package io.mehari.configuration;

import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.stdio.StdioLimits;
import io.mehari.upstream.stdio.StdioUpstream;
import io.netty.util.Timer;
import java.time.Clock;
import java.util.List;

/** Makes the connection that a server's settings ask for. Safe for concurrent use. */
final class ServerConnections implements AutoCloseable {
    private final Timer timer;
    private final Clock clock;

    ServerConnections(Timer timer, Clock clock) {
        this.timer = timer;
        this.clock = clock;
    }

    /** Problems of settings that are right and that this version cannot follow. */
    static List<String> unsupported(List<UpstreamSettings> servers) {
        return servers.stream()
                .filter(server -> server.http() != null)
                .map(server -> server.name() + ": servers behind a url are not supported by this version: only stdio"
                        + " servers (command)")
                .toList();
    }

    /** A connection that is not started yet. */
    Upstream connect(UpstreamSettings settings, UpstreamListener listener) {
        return new StdioUpstream(settings, listener, timer, clock, StdioLimits.DEFAULTS);
    }

    /** Frees what the connections share; they have ended before. */
    @Override
    public void close() {}
}
