package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ProgressListener;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import io.netty.util.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An MCP server, whatever its era and transport: connected again whenever the connection is lost.
 *
 * <p>Calls hold no thread. Safe for concurrent use.
 */
public abstract class ManagedUpstream implements Upstream {
    /** Ids begin anywhere below this, and stay whole numbers of a double for years. */
    private static final long FIRST_IDS = 1L << 40;

    /** Most by which one id is greater than the one before. */
    private static final int ID_STEP = 4_096;

    /** How long calls wait for the answers to what a server asks while it is joining, such as its client's roots. */
    private static final Duration SETTLE = Duration.ofSeconds(5);

    /**
     * What a server that may ask its client has before its first call, to make use of what it was answered, such as folders;
     * and the stream on which it may ask outside of calls to open.
     */
    private static final Duration USE = Duration.ofMillis(200);

    private final UpstreamSettings settings;
    private final ConnectionLimits limits;
    private final Timer timer;
    private final Lifecycle lifecycle;
    private final OrderedEvents<Offer.Kind> offerChanges;
    private final AtomicReference<Offer> offer = new AtomicReference<>(Offer.NONE);
    private final ConnectionOwner events = new ConnectionEvents();
    private final ServerRequests requests;
    private final ServerNotifications notifications;
    private final AtomicLong ids = new AtomicLong(ThreadLocalRandom.current().nextLong(FIRST_IDS));
    private final ServerMemory memory = new ServerMemory();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile Optional<ServerIdentity> identity = Optional.empty();

    /**
     * An upstream that is not started yet.
     *
     * @param timer shared by all upstreams; its tasks never block. Must outlive {@link #stop()}
     * @param clock for times shown and for telling a stable connection
     */
    protected ManagedUpstream(
            UpstreamSettings settings, UpstreamListener listener, Timer timer, Clock clock, ConnectionLimits limits) {
        this.settings = settings;
        this.limits = limits;
        this.timer = timer;
        this.requests = new ServerRequests(this, listener.serverRequests(), timer, limits.budget());
        this.notifications = new ServerNotifications(this, listener, requests.open(), System::nanoTime);
        this.offerChanges = new OrderedEvents<>(kind -> listener.offerChanged(this, kind));
        RestartBackoff backoff = new RestartBackoff(
                limits.restartBase(),
                limits.restartMax(),
                () -> ThreadLocalRandom.current().nextLong());
        this.lifecycle = new Lifecycle(
                settings.name(),
                limits,
                timer,
                clock,
                backoff,
                () -> create(events),
                state -> listener.stateChanged(this, state));
    }

    /**
     * Makes a connection that has not begun. Called on any thread, before each attempt to connect.
     *
     * @param owner notified of what becomes of it
     * @return the connection, which the caller opens
     */
    protected abstract Connection create(ConnectionOwner owner);

    /** What the connection is called in {@link UpstreamStatus#transport()}. */
    protected abstract String transport();

    /** An id no request of this upstream had before, and that a server cannot answer before it knows it. */
    protected final long nextId() {
        return ids.addAndGet(1 + ThreadLocalRandom.current().nextInt(ID_STEP));
    }

    @Override
    public final String name() {
        return settings.name();
    }

    @Override
    public final UpstreamSettings settings() {
        return settings;
    }

    @Override
    public final void start() {
        lifecycle.start();
    }

    @Override
    public final void wanted() {
        lifecycle.wanted();
    }

    @Override
    public final UpstreamState state() {
        return lifecycle.phase().state();
    }

    @Override
    public final UpstreamStatus status() {
        Phase phase = lifecycle.phase();
        return new UpstreamStatus(
                phase.state(),
                transport(),
                phase.since(),
                identity.map(known -> known.protocolVersion().value()),
                identity.flatMap(ServerIdentity::serverInfo),
                identity.flatMap(ServerIdentity::instructions),
                tools().size(),
                inFlight.get(),
                Math.max(0, phase.connects() - 1),
                phase.attempts(),
                phase.provoked(),
                Optional.of(phase.nextAttempt()).filter(due -> phase.state() == UpstreamState.WAITING),
                requests.declined(),
                phase.shownError());
    }

    /** Those of the connection there is, or of the last one. */
    @Override
    public final List<String> lastLines() {
        Connection connection = lifecycle.phase().connection();
        return connection == null ? List.of() : connection.lastLines();
    }

    @Override
    public final Offer offer() {
        return offer.get();
    }

    @Override
    public final UpstreamCall request(String method, ObjectNode params, ProgressListener progress) {
        return request(method, params, ClientHeaders.NONE, progress);
    }

    @Override
    public final UpstreamCall request(
            String method, ObjectNode params, ClientHeaders headers, ProgressListener progress) {
        return request(method, params, headers, progress, Client.NONE);
    }

    @Override
    public final UpstreamCall request(
            String method, ObjectNode params, ClientHeaders headers, ProgressListener progress, Client client) {
        PendingCall call = new PendingCall(name(), nextId(), method, params, headers, progress, client, this::ended);
        if (inFlight.incrementAndGet() > limits.callsInFlight()) {
            call.end(CallFailures.tooManyInFlight(name(), limits.callsInFlight()));
        } else {
            lifecycle.submit(call);
        }
        return call;
    }

    private void ended(PendingCall call) {
        inFlight.decrementAndGet();
        if (call.hasWaited()) {
            lifecycle.forget(call);
        }
    }

    @Override
    public final CompletableFuture<Boolean> ping() {
        Phase phase = lifecycle.phase();
        return phase.state() == UpstreamState.READY
                ? phase.connection().roundTrip()
                : CompletableFuture.failedFuture(new RequestFailedException("is not connected now"));
    }

    @Override
    public CompletableFuture<Void> stop() {
        requests.open().endAll();
        return lifecycle.stop();
    }

    @Override
    public final ObjectNode capabilities() {
        return identity.map(ServerIdentity::capabilities).orElseGet(Json::object);
    }

    @Override
    public final void tell(String method, ObjectNode params) {
        Phase phase = lifecycle.phase();
        if (phase.state() == UpstreamState.READY) {
            phase.connection().send(JsonRpcMessage.notification(method, params));
        }
    }

    @Override
    public final int openQuestions() {
        return requests.open().size();
    }

    @Override
    public final CompletableFuture<Void> restart() {
        memory.forget();
        return lifecycle.restart();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + name() + "]";
    }

    /** What connections report. */
    private final class ConnectionEvents implements ConnectionOwner {
        @Override
        public ObjectNode capabilities() {
            return requests.capabilities();
        }

        @Override
        public ServerMemory memory() {
            return memory;
        }

        @Override
        public CompletableFuture<ObjectNode> asked(JsonRpcMessage request, PendingCall call) {
            return requests.answer(request, call);
        }

        @Override
        public void notified(JsonRpcMessage notification, PendingCall call) {
            notifications.take(notification, call);
        }

        @Override
        public void ready(Connection connection, ServerIdentity server) {
            identity = Optional.of(server);
            memory.ready();
            requests.open().settled(SETTLE).thenRun(() -> {
                if (requests.capabilities().isEmpty()) {
                    lifecycle.ready(connection);
                } else {
                    timer.newTimeout(due -> lifecycle.ready(connection), USE.toMillis(), TimeUnit.MILLISECONDS);
                }
            });
        }

        @Override
        public void listRead(Offer.Kind kind, List<ObjectNode> entries) {
            Offer before = offer.getAndUpdate(known -> known.with(kind, entries));
            if (!entries.equals(before.list(kind))) {
                offerChanges.add(kind);
                offerChanges.deliver();
            }
        }

        @Override
        public Duration lost(Connection connection, String reason, Duration atLeast) {
            requests.open().endAll();
            return lifecycle.lost(connection, reason, atLeast);
        }

        @Override
        public void sendAgain(PendingCall call) {
            lifecycle.submit(call);
        }
    }
}
