package io.mehari.servers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.offer.OfferCatalog;
import io.mehari.text.Causes;
import io.mehari.upstream.NotificationListener;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to the configured servers, keeps the catalogue of their tools up to date, takes changes of the servers, and
 * stops all of them at the end. Safe for concurrent use.
 */
public final class UpstreamSupervisor implements ServerRegistry, ServerSwitch, UpstreamListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamSupervisor.class);
    private static final long STOP_SECONDS = 15;

    private final Upstreams upstreams;
    private final ToolCatalog catalog;
    private final OfferCatalog offers;
    private final BiFunction<UpstreamSettings, UpstreamListener, Upstream> connect;
    private final ConnectQueue starts;
    private final ConnectionDrain drain;
    private final UpstreamLog log;
    private final StartListener listener;
    private final Consumer<String> onReady;
    private final Supplier<CompletableFuture<?>> routes;
    private final Map<String, SupervisedServer> servers = new ConcurrentSkipListMap<>();

    /** Connections that have been created and not stopped yet, those that drain as well. */
    private final Set<Upstream> alive = ConcurrentHashMap.newKeySet();

    private final StoppedServers stopped = new StoppedServers();

    private volatile NotificationListener notifications =
            (server, method, params) -> LOG.debug("What {} said was left unused: {}", server, method);

    private final ChangeTurns turns = new ChangeTurns();

    /**
     * A supervisor without servers.
     *
     * @param upstreams where calls find the connections
     * @param catalog where callers find the tools
     * @param offers where callers find what else there is
     * @param connect creates the connection that a server's settings ask for, not started
     * @param starts decides how many connect at a time
     * @param drain ends connections that are not wanted any more
     * @param log is notified of each connection's states
     * @param listener is notified of which servers are expected, ready, down and removed
     * @param onReady is given the name of each server that is ready, each time
     * @param routes brings the routes into line with {@code upstreams}; ends exceptionally if that cannot be
     */
    public UpstreamSupervisor(
            Upstreams upstreams,
            ToolCatalog catalog,
            OfferCatalog offers,
            BiFunction<UpstreamSettings, UpstreamListener, Upstream> connect,
            ConnectQueue starts,
            ConnectionDrain drain,
            UpstreamLog log,
            StartListener listener,
            Consumer<String> onReady,
            Supplier<CompletableFuture<?>> routes) {
        this.upstreams = upstreams;
        this.catalog = catalog;
        this.offers = offers;
        this.connect = connect;
        this.starts = starts;
        this.drain = drain;
        this.log = log;
        this.listener = listener;
        this.onReady = onReady;
        this.routes = routes;
    }

    @Override
    public List<UpstreamSettings> settings() {
        return servers.values().stream()
                .map(server -> server.current().settings())
                .toList();
    }

    @Override
    public CompletableFuture<Void> apply(ServerChanges changes) {
        return turns.take(changes.names(), () -> new ServerChange(changes));
    }

    @Override
    public CompletableFuture<Void> stop(String server, String reason, Instant since) {
        return renewIf(stopped.add(server, reason, since), server).whenComplete((done, failure) -> {
            if (failure != null) {
                stopped.remove(server);
            }
        });
    }

    @Override
    public CompletableFuture<Void> start(String server) {
        return renewIf(stopped.remove(server), server);
    }

    @Override
    public boolean isStopped(String server) {
        return stopped.contains(server);
    }

    /** Puts another connection in the place of the one there is, by the settings it has when its turn comes. */
    private CompletableFuture<Void> renewIf(boolean changed, String server) {
        return !changed
                ? CompletableFuture.completedFuture(null)
                : turns.take(Set.of(server), () -> {
                    SupervisedServer known = servers.get(server);
                    if (known == null) {
                        throw new IllegalArgumentException("There is no server named " + server);
                    }
                    UpstreamSettings settings = known.current().settings();
                    return new ServerChange(new ServerChanges(List.of(), List.of(settings), List.of(), List.of()));
                });
    }

    /**
     * Sets who takes what servers say without being asked: changed resources they were asked to watch, log messages of no
     * call, and what the gateway does not know.
     *
     * @param taker the only one; replaces the one before
     */
    public void onNotification(NotificationListener taker) {
        notifications = taker;
    }

    @Override
    public void notified(Upstream upstream, String method, ObjectNode params) {
        if (serves(upstream)) {
            notifications.notified(upstream.name(), method, params);
        }
    }

    @Override
    public void offerChanged(Upstream upstream, Offer.Kind kind) {
        SupervisedServer server = servers.get(upstream.name());
        if (server != null && kind != Offer.Kind.TOOLS) {
            server.offerChanged(upstream);
        } else if (server != null && server.toolsChanged(upstream)) {
            log.toolsChanged(upstream, catalog.tools(upstream.name()).size());
        }
    }

    @Override
    public void stateChanged(Upstream upstream, UpstreamState state) {
        if (state != UpstreamState.JOINING) {
            starts.settled(upstream);
        }
        SupervisedServer server = servers.get(upstream.name());
        if (server == null || !server.has(upstream)) {
            LOG.debug("The former connection to {} is {}", upstream.name(), state);
            return;
        }
        if (state != UpstreamState.JOINING) {
            server.settled(upstream);
        }
        log.stateChanged(upstream, state);
        if (state == UpstreamState.READY) {
            listener.joined(upstream.name());
            onReady.accept(upstream.name());
        } else if (state == UpstreamState.WAITING || state == UpstreamState.MISCONFIGURED) {
            listener.failed(upstream.name());
        }
    }

    @Override
    public void replicaChanged(Upstream upstream, Upstream replica, UpstreamState state) {
        if (state == UpstreamState.STOPPED || serves(upstream)) {
            log.stateChanged(replica, state);
        }
    }

    @Override
    public void replicaDiffers(Upstream upstream, Upstream replica, Optional<String> difference) {
        if (serves(upstream)) {
            log.replicaDiffers(upstream, replica, difference);
        }
    }

    private boolean serves(Upstream upstream) {
        SupervisedServer server = servers.get(upstream.name());
        return server != null && server.has(upstream);
    }

    /** Stops all connections side by side and waits, within a bound, until their processes are gone. */
    @Override
    public void close() {
        turns.close();
        starts.close();
        CompletableFuture<?>[] stopping = alive.stream().map(Upstream::stop).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(stopping).get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("Not every connection to a server ended cleanly: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Upstream create(UpstreamSettings settings) {
        Upstream upstream = stopped.standIn(settings, this).orElseGet(() -> connect.apply(settings, this));
        alive.add(upstream);
        return upstream;
    }

    /** Ends a connection that was not started. */
    private void discard(Upstream upstream) {
        upstream.stop().whenComplete((gone, failure) -> alive.remove(upstream));
    }

    private CompletableFuture<Void> drain(Upstream upstream) {
        starts.withdraw(upstream);
        return drain.end(upstream).whenComplete((gone, failure) -> alive.remove(upstream));
    }

    /** Two processes of one stdio server may harm each other, unless it is said to keep nothing between calls. */
    private static boolean excludeEachOther(UpstreamSettings one, UpstreamSettings next) {
        return one.stdio() != null && next.stdio() != null && !next.stateless();
    }

    /** One change while it is carried out. Used by one thread at a time. */
    private final class ServerChange implements ChangeTurns.Change {
        private final ServerChanges changes;
        private final List<SupervisedServer> added = new ArrayList<>();
        private final List<SupervisedServer> removed = new ArrayList<>();
        private final List<Upstream> successors = new ArrayList<>();

        ServerChange(ServerChanges changes) {
            this.changes = changes;
        }

        @Override
        public CompletableFuture<CompletableFuture<Void>> carryOut() {
            refuseOthers();
            createConnections();
            changes.removed().forEach(name -> removed.add(servers.get(name)));
            removed.forEach(SupervisedServer::hide);
            added.forEach(SupervisedServer::show);
            CompletableFuture<?> routed =
                    changes.changesNames() ? routes.get() : CompletableFuture.completedFuture(null);
            return routed.handle((done, failure) -> failure == null ? complete() : undo(failure));
        }

        /** The servers may have changed since the difference was computed. */
        private void refuseOthers() {
            changes.added().stream()
                    .map(UpstreamSettings::name)
                    .filter(servers::containsKey)
                    .forEach(name -> refuse("There is a server named " + name + " already"));
            Stream.concat(changes.changed().stream().map(UpstreamSettings::name), changes.removed().stream())
                    .filter(name -> !servers.containsKey(name))
                    .forEach(name -> refuse("There is no server named " + name));
        }

        private static void refuse(String problem) {
            throw new IllegalArgumentException(problem);
        }

        private void createConnections() {
            try {
                changes.added()
                        .forEach(server -> added.add(new SupervisedServer(create(server), upstreams, catalog, offers)));
                changes.changed().forEach(server -> successors.add(create(server)));
            } catch (RuntimeException e) {
                discardAll();
                throw e;
            }
        }

        private void discardAll() {
            added.forEach(server -> discard(server.current()));
            successors.forEach(UpstreamSupervisor.this::discard);
        }

        private CompletableFuture<Void> undo(Throwable failure) {
            LOG.error("The change of the servers was rejected, the previous ones continue: {}", Causes.of(failure));
            added.forEach(server -> upstreams.remove(server.current().name()));
            discardAll();
            removed.forEach(SupervisedServer::showAgain);
            return CompletableFuture.failedFuture(failure);
        }

        private CompletableFuture<Void> complete() {
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            for (SupervisedServer server : removed) {
                String name = server.current().name();
                servers.remove(name);
                stopped.remove(name);
                log.removed(name);
                listener.removed(name);
                ends.add(drain(server.current()));
            }
            for (SupervisedServer server : added) {
                String name = server.current().name();
                servers.put(name, server);
                listener.expect(name);
                catalog.announce(name);
            }
            starts.start(added.stream().map(SupervisedServer::current).toList());
            successors.forEach(successor -> ends.add(replace(successor)));
            return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
        }

        private CompletableFuture<Void> replace(Upstream successor) {
            SupervisedServer server = servers.get(successor.name());
            if (AbsentUpstream.isStopped(successor) || AbsentUpstream.isStopped(server.current())) {
                Upstream old = server.replaceBy(successor);
                starts.start(List.of(successor));
                return drain(old);
            }
            if (excludeEachOther(server.current().settings(), successor.settings())) {
                LOG.info("{} has new settings: its process ends, and another one starts", successor.name());
                return drain(server.replaceBy(successor)).thenRun(() -> starts.start(List.of(successor)));
            }
            LOG.info("{} has new settings: a new connection takes over as soon as it is ready", successor.name());
            CompletableFuture<Upstream> replaced = server.changeTo(successor);
            starts.start(List.of(successor));
            return replaced.thenCompose(UpstreamSupervisor.this::drain);
        }
    }
}
