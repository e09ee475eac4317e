package io.mehari.upstream.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.upstream.Offer;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.http.streamable.StreamableConnection;
import io.mehari.upstream.lifecycle.Connection;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.PendingCall;
import io.mehari.upstream.lifecycle.ServerIdentity;
import io.mehari.upstream.lifecycle.ServerMemory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out which transport a server speaks where none is configured: streamable HTTP first; a server that refuses
 * its {@code initialize} with 400, 404 or 405 is tried by HTTP+SSE, and the other way round. What has worked once is
 * kept until it is refused so.
 */
final class TransportProbe {
    private static final Set<Integer> NOT_SPOKEN = Set.of(400, 404, 405);

    private final boolean configured;
    private volatile Transport current;

    TransportProbe(Transport configured) {
        this.configured = configured != Transport.PROBE;
        this.current = configured == Transport.SSE ? Transport.SSE : Transport.STREAMABLE_HTTP;
    }

    /** What the next connection speaks. */
    Transport current() {
        return current;
    }

    /** An owner that is notified of the same and lets the probe learn from it. */
    ConnectionOwner observe(ConnectionOwner owner) {
        return configured ? owner : new Observer(owner);
    }

    private final class Observer implements ConnectionOwner {
        private final ConnectionOwner owner;
        private volatile boolean joined;

        Observer(ConnectionOwner owner) {
            this.owner = owner;
        }

        @Override
        public ObjectNode capabilities() {
            return owner.capabilities();
        }

        @Override
        public CompletableFuture<ObjectNode> asked(JsonRpcMessage request, PendingCall call) {
            return owner.asked(request, call);
        }

        @Override
        public void notified(JsonRpcMessage notification, PendingCall call) {
            owner.notified(notification, call);
        }

        @Override
        public void ready(Connection connection, ServerIdentity identity) {
            joined = true;
            owner.ready(connection, identity);
        }

        @Override
        public void listRead(Offer.Kind kind, List<ObjectNode> entries) {
            owner.listRead(kind, entries);
        }

        @Override
        public ServerMemory memory() {
            return owner.memory();
        }

        @Override
        public Duration lost(Connection connection, String reason, Duration atLeast) {
            boolean streamable = connection instanceof StreamableConnection;
            boolean refused =
                    connection instanceof StreamableConnection tried && NOT_SPOKEN.contains(tried.refusedStatus());
            if (joined || (streamable && !refused)) {
                return owner.lost(connection, reason, atLeast);
            }
            current = streamable ? Transport.SSE : Transport.STREAMABLE_HTTP;
            return owner.lost(connection, reason, streamable ? Duration.ZERO : atLeast);
        }

        @Override
        public void sendAgain(PendingCall call) {
            owner.sendAgain(call);
        }
    }
}
