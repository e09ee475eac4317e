package io.mehari.upstream.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.upstream.RefusedCall;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.Upstreams;
import io.mehari.upstream.client.ClientConnection.Key;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to servers that belong to one MCP client each, because the server may ask that client something: what it
 * asks never reaches another's user. Made at the first request of a client, ended when they are not used, when their
 * client or server is gone, or to make room. They are in no list of servers, and their tools are in no catalogue. Safe
 * for concurrent use; nothing but {@link #close()} waits.
 */
public final class ClientConnections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnections.class);
    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(10);
    private static final long STOP_SECONDS = 15;

    private final Upstreams upstreams;
    private final BiFunction<UpstreamSettings, UpstreamListener, Upstream> connect;
    private final ClientConnectionLimits limits;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final List<Consumer<Upstream>> readyListeners = new CopyOnWriteArrayList<>();
    private final Map<Key, ClientConnection> open = new HashMap<>();

    /** Take no more requests, and end when those they have are answered, or at the second look. */
    private final Map<ClientConnection, Boolean> retired = new HashMap<>();

    private final Set<CompletableFuture<Void>> ending = ConcurrentHashMap.newKeySet();
    private boolean sweeping;
    private boolean closed;

    /**
     * A connection that is open.
     *
     * @param client whose it is, as {@link Client#key()}
     * @param upstream the connection
     */
    public record Owned(String client, Upstream upstream) {}

    /**
     * No connections yet.
     *
     * @param upstreams the usual connections
     * @param connect makes a connection that is not started
     * @param timer ends what is not used; its tasks never block. Must outlive {@link #close()}
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    public ClientConnections(
            Upstreams upstreams,
            BiFunction<UpstreamSettings, UpstreamListener, Upstream> connect,
            ClientConnectionLimits limits,
            Timer timer,
            LongSupplier nanoTime) {
        this.upstreams = upstreams;
        this.connect = connect;
        this.limits = limits;
        this.timer = timer;
        this.nanoTime = nanoTime;
        upstreams.onChange(this::changed);
    }

    /**
     * A server as a client reaches it. Costs no connection before its first request.
     *
     * @param server name of the server
     * @param client who makes requests
     * @return the usual connection for a client that cannot be asked anything; empty if there is no such server
     */
    public Optional<Upstream> of(String server, Client client) {
        Optional<Upstream> base = upstreams.find(server);
        return client == Client.NONE || base.isEmpty() || !client.isAsked()
                ? base
                : Optional.of(new ClientUpstream(base.get(), client, this));
    }

    /**
     * The clients with this key are gone: their connections end.
     *
     * @param key as {@link Client#key()}
     */
    public void ended(String key) {
        endAll(connection -> connection.key().client().equals(key));
    }

    /**
     * A client has something to say to its servers: {@code notifications/roots/list_changed}.
     *
     * @param key as {@link Client#key()}
     * @param method of the notification
     * @param params of the notification, not changed afterwards
     */
    public void tell(String key, String method, ObjectNode params) {
        List<Upstream> own;
        synchronized (this) {
            own = open.values().stream()
                    .filter(connection -> connection.key().client().equals(key))
                    .map(ClientConnection::upstream)
                    .toList();
        }
        own.forEach(upstream -> upstream.tell(method, params));
    }

    /**
     * How clients use a server.
     *
     * @param server name of the server
     * @return numbers of this moment
     */
    public ClientConnectionCount count(String server) {
        List<Upstream> ofServer = all(server);
        int questions = ofServer.stream().mapToInt(Upstream::openQuestions).sum();
        return new ClientConnectionCount(ofServer.size(), questions);
    }

    /**
     * Whether a client has a connection of its own to a server.
     *
     * @param server name of the server
     * @param key as {@link Client#key()}
     * @return false as long as it has made no request, or cannot be asked anything
     */
    public synchronized boolean has(String server, String key) {
        return open.containsKey(new Key(server, key));
    }

    /**
     * The connections of all clients to all servers.
     *
     * @return those of this moment, in no order; as many as the bounds allow
     */
    public synchronized List<Owned> all() {
        return open.values().stream()
                .map(connection -> new Owned(connection.key().client(), connection.upstream()))
                .toList();
    }

    /** The connection of a client, if there is one. */
    synchronized Optional<Upstream> own(String server, Client client) {
        return Optional.ofNullable(open.get(new Key(server, client.key()))).map(ClientConnection::upstream);
    }

    /** All connections of clients to a server. */
    synchronized List<Upstream> all(String server) {
        return open.values().stream()
                .filter(connection -> connection.key().server().equals(server))
                .map(ClientConnection::upstream)
                .toList();
    }

    /**
     * Adds a listener.
     *
     * @param listener is given each connection as soon as it is ready, before any request of its client is sent; must not
     *     block
     */
    public void onReady(Consumer<Upstream> listener) {
        readyListeners.add(listener);
    }

    private void ready(Upstream upstream) {
        readyListeners.forEach(listener -> listener.accept(upstream));
    }

    /**
     * Makes a request over the client's own connection, and that connection if there is none.
     *
     * @param base the server's usual connection
     * @param send makes the request
     */
    UpstreamCall request(Upstream base, Client client, BiFunction<Upstream, Client, UpstreamCall> send) {
        if (base.settings().problem().isPresent()) {
            return send.apply(base, client);
        }
        List<ClientConnection> replaced = new ArrayList<>();
        ClientConnection connection;
        boolean made;
        try {
            synchronized (this) {
                Key key = new Key(base.name(), client.key());
                ClientConnection known = open.get(key);
                if (known != null && (!known.isOf(base.settings()) || known.isStranded())) {
                    retire(known);
                    known = null;
                }
                Optional<Failed> refusal = known == null ? makeRoom(base.name(), replaced) : Optional.empty();
                if (refusal.isPresent()) {
                    return new RefusedCall(refusal.get());
                }
                made = known == null;
                connection = made ? make(base, client) : known;
                connection.reserve(client, nanoTime.getAsLong());
            }
        } finally {
            replaced.forEach(this::end);
        }
        try {
            if (made) {
                connection.upstream().start();
            }
            return send.apply(connection.upstream(), client);
        } finally {
            synchronized (this) {
                connection.release();
            }
        }
    }

    private ClientConnection make(Upstream base, Client client) {
        ClientConnection connection = new ClientConnection(
                base.settings(), base.ofOneClient(), client, connect, limits.questionTimeout(), this::ready);
        open.put(connection.key(), connection);
        if (!sweeping) {
            sweepLater();
        }
        return connection;
    }

    /** Takes the longest unused connections away that are too many; why there may be no other one. */
    private Optional<Failed> makeRoom(String server, List<ClientConnection> replaced) {
        if (closed) {
            return Optional.of(Failed.down(
                    server, "The gateway is stopping; the call to " + server + " was not sent", Duration.ZERO));
        }
        Predicate<ClientConnection> ofServer =
                connection -> connection.key().server().equals(server);
        if (!fits(limits.mostOfServer(), ofServer, replaced)) {
            return Optional.of(full(server, "Upstream " + server, limits.mostOfServer(), "most-of-server"));
        }
        if (!fits(limits.most(), connection -> true, replaced)) {
            return Optional.of(full(server, "The gateway", limits.most(), "most"));
        }
        return Optional.empty();
    }

    /** The unused go first, and then those whose servers only ask: of a client that is gone they would ask for minutes. */
    private boolean fits(int most, Predicate<ClientConnection> counted, List<ClientConnection> replaced) {
        if (open.values().stream().filter(counted).count() < most) {
            return true;
        }
        Optional<ClientConnection> leaving = open.values().stream()
                .filter(counted)
                .filter(connection -> !connection.isCalled())
                .min(Comparator.comparing(ClientConnection::isUsed).thenComparing(ClientConnection::lastUsed));
        leaving.ifPresent(connection -> {
            open.remove(connection.key());
            replaced.add(connection);
        });
        return leaving.isPresent();
    }

    private static Failed full(String server, String whose, int most, String setting) {
        return Failed.limited(
                server,
                whose + " has " + most + " connections of clients that servers may ask something, the most there may be"
                        + " (mehari.client-connections." + setting + "), and all are in use; the call was not sent,"
                        + " try again when others have ended",
                Duration.ofSeconds(1));
    }

    /** The usual connection of a server was replaced or removed. */
    private void changed(String server) {
        Optional<UpstreamSettings> now = upstreams.find(server).map(Upstream::settings);
        List<ClientConnection> unused = new ArrayList<>();
        synchronized (this) {
            List.copyOf(open.values()).stream()
                    .filter(connection -> connection.key().server().equals(server))
                    .filter(connection -> now.isEmpty() || !connection.isOf(now.get()))
                    .forEach(connection -> {
                        if (connection.isUsed()) {
                            retire(connection);
                        } else {
                            open.remove(connection.key());
                            unused.add(connection);
                        }
                    });
        }
        unused.forEach(this::end);
    }

    private void retire(ClientConnection connection) {
        open.remove(connection.key());
        retired.put(connection, false);
    }

    private void endAll(Predicate<ClientConnection> which) {
        List<ClientConnection> found = new ArrayList<>();
        synchronized (this) {
            open.values().stream().filter(which).forEach(found::add);
            retired.keySet().stream().filter(which).forEach(found::add);
            found.forEach(connection -> {
                open.remove(connection.key(), connection);
                retired.remove(connection);
            });
        }
        found.forEach(this::end);
    }

    private void end(ClientConnection connection) {
        CompletableFuture<Void> gone = connection.upstream().stop();
        ending.add(gone);
        gone.whenComplete((nothing, failure) -> ending.remove(gone));
    }

    private void sweepLater() {
        long period = Math.min(limits.idle().dividedBy(2).toMillis(), LONGEST_PERIOD.toMillis());
        try {
            timer.newTimeout(timeout -> sweep(), Math.max(1, period), TimeUnit.MILLISECONDS);
            sweeping = true;
        } catch (RejectedExecutionException | IllegalStateException e) {
            sweeping = false; // a timer that is full or stopped: the next connection tries again
        }
    }

    private void sweep() {
        List<ClientConnection> found = new ArrayList<>();
        synchronized (this) {
            long now = nanoTime.getAsLong();
            for (ClientConnection connection : List.copyOf(open.values())) {
                if (connection.isUsed()) {
                    connection.usedAt(now);
                } else if (now - connection.lastUsed() >= limits.idle().toNanos()) {
                    open.remove(connection.key());
                    found.add(connection);
                }
            }
            for (ClientConnection connection : List.copyOf(retired.keySet())) {
                if (!connection.isUsed() || retired.put(connection, true)) {
                    retired.remove(connection);
                    found.add(connection);
                }
            }
            sweeping = false;
            if (!closed && !(open.isEmpty() && retired.isEmpty())) {
                sweepLater();
            }
        }
        found.forEach(this::end);
    }

    /** Ends all connections and waits, within a bound, until nothing of them is left. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        endAll(connection -> true);
        try {
            CompletableFuture.allOf(ending.toArray(CompletableFuture[]::new)).get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("Not every connection of a client ended cleanly: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
