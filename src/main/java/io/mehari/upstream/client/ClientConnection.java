package io.mehari.upstream.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.upstream.Offer;
import io.mehari.upstream.ServerRequestHandler;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a server that belongs to one client, to whom goes what the server asks and says: on account of a call
 * to that call's client, otherwise to the one that used the connection last. Its uses are guarded by the lock of whoever keeps it.
 */
final class ClientConnection implements UpstreamListener, ServerRequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private final Key key;
    private final ObjectNode capabilities;
    private final Duration questionLimit;
    private final Consumer<Upstream> onReady;
    private final UpstreamSettings base;
    private final Upstream upstream;
    private volatile Client latest;
    private int reserved;
    private long lastUsed;

    /** Whose connection it is, and to which server. */
    record Key(String server, String client) {}

    /**
     * A connection that is not started yet.
     *
     * @param base settings of the server
     * @param own settings of this connection: of one of its replicas, if it has several
     * @param client whose connection it is
     * @param onReady is given the connection each time it is ready
     */
    ClientConnection(
            UpstreamSettings base,
            UpstreamSettings own,
            Client client,
            BiFunction<UpstreamSettings, UpstreamListener, Upstream> connect,
            Duration questionLimit,
            Consumer<Upstream> onReady) {
        this.key = new Key(base.name(), client.key());
        this.capabilities = client.capabilities();
        this.questionLimit = questionLimit;
        this.onReady = onReady;
        this.base = base;
        this.latest = client;
        this.upstream = connect.apply(own, this);
    }

    Key key() {
        return key;
    }

    Upstream upstream() {
        return upstream;
    }

    /** Whether it was made from these settings of the server. */
    boolean isOf(UpstreamSettings settings) {
        return base.equals(settings);
    }

    /** Whether its replica is down, so that another one is to take its place. */
    boolean isStranded() {
        return !base.replicas().isEmpty() && upstream.state() == UpstreamState.WAITING;
    }

    void reserve(Client client, long now) {
        latest = client;
        reserved++;
        lastUsed = now;
    }

    void release() {
        reserved--;
    }

    boolean isUsed() {
        return isCalled() || upstream.openQuestions() > 0;
    }

    /** Whether a request of the client is open; a question of the server alone may be one to a client that is gone. */
    boolean isCalled() {
        return reserved > 0 || upstream.status().inFlight() > 0;
    }

    void usedAt(long now) {
        lastUsed = now;
    }

    long lastUsed() {
        return lastUsed;
    }

    @Override
    public ServerRequestHandler serverRequests() {
        return this;
    }

    @Override
    public ObjectNode capabilities() {
        return capabilities.deepCopy();
    }

    @Override
    public Duration questionLimit() {
        return questionLimit;
    }

    @Override
    public Optional<CompletableFuture<ObjectNode>> answer(Upstream asking, String method, ObjectNode params) {
        return declares(method) ? Optional.of(latest.ask(key.server(), method, params)) : Optional.empty();
    }

    @Override
    public void notified(Upstream from, String method, ObjectNode params) {
        latest.notified(key.server(), method, params);
    }

    @Override
    public void offerChanged(Upstream changed, Offer.Kind kind) {
        // Asked for when it is needed.
    }

    @Override
    public void stateChanged(Upstream changed, UpstreamState state) {
        LOG.debug("The connection of a client to {} is {}", key.server(), state);
        if (state == UpstreamState.READY) {
            onReady.accept(changed);
        }
    }
}
