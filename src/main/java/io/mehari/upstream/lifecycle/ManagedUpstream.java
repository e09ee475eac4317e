package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import io.mehari.upstream.session.MessageWriter;
import io.netty.util.Timer;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MCP server of the legacy era, whatever the transport: connected again whenever the connection is lost.
 *
 * <p>Calls hold no thread. Safe for concurrent use.
 */
public abstract class ManagedUpstream implements Upstream {
    private static final Logger LOG = LoggerFactory.getLogger(ManagedUpstream.class);
    private static final byte[] NOTHING = {};

    private final UpstreamSettings settings;
    private final ConnectionLimits limits;
    private final Lifecycle lifecycle;
    private final OrderedEvents<List<ObjectNode>> toolChanges;
    private final ConnectionOwner events = new ConnectionEvents();
    private final ServerRequests requests;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile List<ObjectNode> tools = List.of();
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
        this.requests = new ServerRequests(this, listener.serverRequests());
        this.toolChanges = new OrderedEvents<>(read -> listener.toolsChanged(this));
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
                () -> connect(events),
                state -> listener.stateChanged(this, state));
    }

    /** A connection that has not begun. Called on any thread, before each attempt. */
    protected abstract Connection connect(ConnectionOwner owner);

    /** What the connection is called in {@link UpstreamStatus#transport()}. */
    protected abstract String transport();

    /** An id no request of this upstream had before. */
    protected final long nextId() {
        return ids.incrementAndGet();
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
    public final UpstreamStatus status() {
        Phase phase = lifecycle.phase();
        return new UpstreamStatus(
                phase.state(),
                transport(),
                phase.since(),
                identity.map(known -> known.protocolVersion().value()),
                identity.flatMap(ServerIdentity::serverInfo),
                identity.flatMap(ServerIdentity::instructions),
                tools.size(),
                inFlight.get(),
                Math.max(0, phase.connects() - 1),
                phase.attempts(),
                Optional.of(phase.nextAttempt()).filter(due -> phase.state() == UpstreamState.WAITING),
                requests.declined(),
                phase.lastError());
    }

    @Override
    public final List<ObjectNode> tools() {
        return tools;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The arguments are encoded before the return and may be changed afterwards.
     */
    @Override
    public final UpstreamCall callTool(String tool, JsonNode arguments, Consumer<ObjectNode> onProgress) {
        long id = ids.incrementAndGet();
        Optional<byte[]> line = encode(id, tool, arguments);
        PendingCall call = new PendingCall(name(), id, line.orElse(NOTHING), onProgress, this::ended);
        if (inFlight.incrementAndGet() > limits.callsInFlight()) {
            call.end(CallFailures.tooManyInFlight(name(), limits.callsInFlight()));
        } else if (line.isEmpty()) {
            call.end(Failed.internal("The arguments could not be written as JSON; the log says why"));
        } else {
            lifecycle.submit(call);
        }
        return call;
    }

    private Optional<byte[]> encode(long id, String tool, JsonNode arguments) {
        try {
            return Optional.of(MessageWriter.toolCall(id, tool, arguments));
        } catch (UncheckedIOException e) {
            LOG.error("Upstream {}: a call could not be written as JSON", name(), e);
            return Optional.empty();
        }
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
        return lifecycle.stop();
    }

    @Override
    public final CompletableFuture<Void> restart() {
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
        public CompletableFuture<ObjectNode> asked(JsonRpcMessage request) {
            return requests.answer(request);
        }

        @Override
        public void ready(Connection connection, ServerIdentity server) {
            identity = Optional.of(server);
            lifecycle.ready(connection);
        }

        @Override
        public void toolsRead(List<ObjectNode> read) {
            boolean changed = !read.equals(tools);
            tools = read;
            if (changed) {
                toolChanges.add(read);
                toolChanges.deliver();
            }
        }

        @Override
        public Duration lost(Connection connection, String reason, Duration atLeast) {
            return lifecycle.lost(connection, reason, atLeast);
        }

        @Override
        public void sendAgain(PendingCall call) {
            lifecycle.submit(call);
        }
    }
}
