package io.mehari.upstream.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ProgressListener;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import java.util.concurrent.CompletableFuture;

/**
 * A server as one client reaches it: requests go over the client's own connection, everything else is that of the
 * server's usual one. Safe for concurrent use.
 */
final class ClientUpstream implements Upstream {
    private final Upstream base;
    private final Client client;
    private final ClientConnections connections;

    ClientUpstream(Upstream base, Client client, ClientConnections connections) {
        this.base = base;
        this.client = client;
        this.connections = connections;
    }

    @Override
    public UpstreamCall request(String method, ObjectNode params, ProgressListener progress) {
        return request(method, params, ClientHeaders.NONE, progress, client);
    }

    @Override
    public UpstreamCall request(String method, ObjectNode params, ClientHeaders headers, ProgressListener progress) {
        return request(method, params, headers, progress, client);
    }

    @Override
    public UpstreamCall request(
            String method, ObjectNode params, ClientHeaders headers, ProgressListener progress, Client asked) {
        return connections.request(
                base,
                asked == Client.NONE ? client : asked,
                (own, who) -> own.request(method, params, headers, progress, who));
    }

    @Override
    public String name() {
        return base.name();
    }

    @Override
    public UpstreamSettings settings() {
        return base.settings();
    }

    @Override
    public void start() {
        throw new IllegalStateException("A connection of a client starts with its first request");
    }

    @Override
    public UpstreamState state() {
        return base.state();
    }

    @Override
    public UpstreamStatus status() {
        return base.status();
    }

    /** A server may offer more to a client that can be asked; known once the client's own connection is there. */
    @Override
    public Offer offer() {
        return connections
                .own(base.name(), client)
                .filter(own -> own.state() == UpstreamState.READY)
                .map(Upstream::offer)
                .orElseGet(base::offer);
    }

    @Override
    public ObjectNode capabilities() {
        return base.capabilities();
    }

    @Override
    public CompletableFuture<Boolean> ping() {
        return base.ping();
    }

    @Override
    public CompletableFuture<Void> stop() {
        return notHere();
    }

    @Override
    public CompletableFuture<Void> restart() {
        return notHere();
    }

    private static CompletableFuture<Void> notHere() {
        return CompletableFuture.failedFuture(
                new IllegalStateException("A connection of a client ends with its client, or unused"));
    }
}
