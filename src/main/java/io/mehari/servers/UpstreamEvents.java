package io.mehari.servers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.event.GatewayEvents;
import io.mehari.event.ServerLost;
import io.mehari.event.ServerReady;
import io.mehari.event.ToolsChanged;
import io.mehari.upstream.Offer;
import io.mehari.upstream.ServerRequestHandler;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamState;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Publishes what becomes of one upstream, after its other listener has been notified: what an event says holds when it
 * is read. Safe for concurrent use.
 */
public final class UpstreamEvents implements UpstreamListener {
    private final UpstreamListener other;
    private final GatewayEvents events;
    private final Clock clock;
    private final AtomicBoolean ready = new AtomicBoolean();

    /**
     * @param other is notified first
     * @param events where to publish
     * @param clock stamps events
     */
    public UpstreamEvents(UpstreamListener other, GatewayEvents events, Clock clock) {
        this.other = other;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void offerChanged(Upstream upstream, Offer.Kind kind) {
        other.offerChanged(upstream, kind);
        if (kind == Offer.Kind.TOOLS) {
            events.publish(new ToolsChanged(upstream.name(), upstream.tools().size(), clock.instant()));
        }
    }

    @Override
    public void notified(Upstream upstream, String method, ObjectNode params) {
        other.notified(upstream, method, params);
    }

    @Override
    public ServerRequestHandler serverRequests() {
        return other.serverRequests();
    }

    @Override
    public void replicaChanged(Upstream server, Upstream replica, UpstreamState state) {
        other.replicaChanged(server, replica, state);
    }

    @Override
    public void replicaDiffers(Upstream server, Upstream replica, Optional<String> difference) {
        other.replicaDiffers(server, replica, difference);
    }

    @Override
    public void stateChanged(Upstream upstream, UpstreamState state) {
        other.stateChanged(upstream, state);
        if (state == UpstreamState.READY) {
            ready.set(true);
            events.publish(new ServerReady(upstream.name(), upstream.tools().size(), clock.instant()));
        } else if (ready.getAndSet(false) && state != UpstreamState.STOPPED) {
            events.publish(new ServerLost(upstream.name(), upstream.status().lastError(), clock.instant()));
        }
    }
}
