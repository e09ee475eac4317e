package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.mehari.text.LogThrottle;
import io.mehari.upstream.lifecycle.ConnectionLimits;
import io.mehari.upstream.lifecycle.ConnectionLoss;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.PendingCall;
import io.mehari.upstream.lifecycle.PendingRequest;
import io.mehari.upstream.lifecycle.RequestFailedException;
import io.mehari.upstream.lifecycle.RequestFailure;
import io.mehari.upstream.lifecycle.ServerIdentity;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What passes over one connection, whatever carries it: the handshake, the requests that wait for an answer, and the
 * messages of the server. Safe for concurrent use.
 */
public final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final String server;
    private final ConnectionLimits limits;
    private final Timer timer;
    private final LongSupplier ids;
    private final Wire wire;
    private final ConnectionOwner owner;
    private final OfferReader offer;
    private final Map<Long, PendingRequest> pending = new ConcurrentHashMap<>();
    private final StrayAnswers strays;
    private final LogThrottle defects = new LogThrottle();
    private volatile boolean answeredCall;
    private volatile boolean over;
    private volatile boolean lost;

    /**
     * A session that has not begun.
     *
     * @param ids gives ids unique among all connections of the upstream
     * @param owner notified of each list whenever the server says that it changed, and of what the server asks for
     */
    public Session(
            String server, ConnectionLimits limits, Timer timer, LongSupplier ids, Wire wire, ConnectionOwner owner) {
        this(server, limits, timer, ids, wire, owner, System::nanoTime);
    }

    /** A session of which the test moves the time. */
    Session(
            String server,
            ConnectionLimits limits,
            Timer timer,
            LongSupplier ids,
            Wire wire,
            ConnectionOwner owner,
            LongSupplier nanoTime) {
        this.server = server;
        this.limits = limits;
        this.timer = timer;
        this.ids = ids;
        this.wire = wire;
        this.owner = owner;
        this.strays = new StrayAnswers(server);
        this.offer = new OfferReader(server, list -> list(list, this::request), owner, () -> over, timer, nanoTime);
    }

    /**
     * Goes through the handshake; fails with a {@link RequestFailedException}. Has no limit of its own: whoever begins it
     * reports the session as lost when it takes too long.
     *
     * @param onIdentity notified of what the server said about itself, before anything else is sent
     */
    public CompletableFuture<Handshake.Joined> join(Consumer<ServerIdentity> onIdentity) {
        return new Handshake(this::requestWithoutLimit, wire::send, owner, onIdentity)
                .run(() -> list(ListMethod.TOOLS, this::requestWithoutLimit))
                .thenApply(joined -> {
                    offer.toolsRead(joined.tools());
                    return joined;
                });
    }

    /**
     * Begins to read what the server offers besides tools, where it declares it. The owner takes each list; a failure
     * changes nothing else. Called once the connection is ready.
     *
     * @param identity of the server
     */
    public void readOffer(ServerIdentity identity) {
        offer.readDeclared(identity.capabilities());
    }

    /** Sends a request of the gateway's own; the future ends within the limit for connecting. */
    public CompletableFuture<ObjectNode> request(String method, ObjectNode params) {
        ControlRequest request = new ControlRequest(method);
        Timeout limit = timer.newTimeout(
                timeout -> request.fail(new RequestFailedException("did not answer " + method + " within "
                        + limits.connect().toSeconds() + " s")),
                limits.connect().toMillis(),
                TimeUnit.MILLISECONDS);
        return send(request, params).whenComplete((result, failure) -> limit.cancel());
    }

    private CompletableFuture<ObjectNode> requestWithoutLimit(String method, ObjectNode params) {
        return send(new ControlRequest(method), params);
    }

    private CompletableFuture<ObjectNode> send(ControlRequest request, ObjectNode params) {
        long id = ids.getAsLong();
        pending.put(id, request);
        if (!wire.request(id, JsonRpcMessage.request(id, request.method(), params))) {
            request.fail(new RequestFailedException("does not take " + request.method()));
        }
        return request.result().whenComplete((result, failure) -> forget(id));
    }

    private CompletableFuture<List<ObjectNode>> list(ListMethod list, Requests requests) {
        return new Listing(server, requests, limits.listPages(), list).read();
    }

    /**
     * Encodes a call that the connection has taken. One that cannot be written as JSON ends here.
     *
     * @return what to send; empty if there is nothing to send
     */
    public Optional<EncodedCall> encode(PendingCall call) {
        try {
            return Optional.of(new EncodedCall(call, MessageWriter.call(call.id(), call.method(), call.params())));
        } catch (UncheckedIOException e) {
            LOG.error("Upstream {}: a call could not be written as JSON", server, e);
            call.end(Failed.internal("The arguments could not be written as JSON; the log says why"));
            return Optional.empty();
        }
    }

    /** Lets a call wait for its answer. */
    public void register(PendingCall call) {
        pending.put(call.id(), call);
    }

    /** Notifies the server that a request it was sent is cancelled. */
    public void cancelled(long id, String reason) {
        wire.send(JsonRpcMessage.notification(
                McpMethod.CANCELLED, Json.object().put("requestId", id).put("reason", reason)));
    }

    /**
     * Drops what will be answered to this request.
     *
     * @return false if no one is waiting for it
     */
    public boolean forget(long id) {
        boolean waited = pending.remove(id) != null;
        if (waited) {
            strays.givenUp(id);
        }
        return waited;
    }

    /** Whether no request waits for an answer. */
    public boolean isIdle() {
        return pending.isEmpty();
    }

    /** Whether a call was ever answered: the server works. */
    public boolean hasAnsweredCall() {
        return answeredCall;
    }

    /** A message arrived on a channel that all requests share. */
    public void received(JsonRpcMessage message) {
        received(message, Attribution.SHARED);
    }

    /**
     * A message arrived.
     *
     * @param origin id of the request on whose response it came; negative for a channel that all requests share
     */
    public void received(JsonRpcMessage message, long origin) {
        switch (message.kind()) {
            case REQUEST -> request(message, origin);
            case NOTIFICATION -> notification(message, origin);
            case RESPONSE, ERROR_RESPONSE, INVALID -> answer(message);
        }
    }

    private void request(JsonRpcMessage message, long origin) {
        Attribution attribution = Attribution.of(pending, origin);
        boolean late = origin >= 0 && !attribution.open() && !message.method().equals(McpMethod.PING);
        if (late) {
            reply(JsonRpcMessage.errorResponse(
                    message.id(), ErrorCode.INTERNAL_ERROR, "The request that this belongs to has ended"));
        } else {
            PendingCall call = origin < 0 && isOfConnection(message) ? null : attribution.call();
            owner.asked(message, call).thenAccept(this::reply);
        }
    }

    /** Roots are asked for once, and not on account of the call that happens to be in flight: they outlive it. */
    private static boolean isOfConnection(JsonRpcMessage request) {
        return request.method().equals(McpMethod.ROOTS_LIST);
    }

    private void reply(ObjectNode answer) {
        if (answer != null && !lost) {
            wire.send(answer);
        }
    }

    private void answer(JsonRpcMessage message) {
        OptionalLong id = RequestIds.ours(message.id());
        if (id.isPresent()) {
            answered(id.getAsLong(), message);
        } else {
            strays.unnamed(message);
            refusedUnread(message);
        }
    }

    /** A server that could not read {@code initialize} does not know its id, and nothing else waits for an answer then. */
    private void refusedUnread(JsonRpcMessage message) {
        if (message.kind() == JsonRpcMessage.Kind.ERROR_RESPONSE && pending.size() == 1) {
            pending.forEach((id, request) -> {
                if (request instanceof ControlRequest control
                        && control.method().equals(McpMethod.INITIALIZE)) {
                    answered(id, message);
                }
            });
        }
    }

    private void answered(long id, JsonRpcMessage answer) {
        PendingRequest request = pending.remove(id);
        if (request == null) {
            strays.answered(id);
            return;
        }
        if (request instanceof PendingCall) {
            answeredCall = true;
        }
        try {
            request.answered(answer);
        } catch (RuntimeException e) { // ours: it costs this request, not the connection
            if (defects.occurred() > 0) {
                LOG.error("Upstream {}: an answer could not be taken, {} so far", server, defects.count(), e);
            }
            request.failed(RequestFailure.badUpstream("sent an answer that the gateway could not take", null));
        }
    }

    private void notification(JsonRpcMessage message, long origin) {
        switch (message.method()) {
            case McpMethod.PROGRESS -> progress(message);
            case McpMethod.TOOLS_LIST_CHANGED -> offer.changed(ListMethod.TOOLS);
            case McpMethod.RESOURCES_LIST_CHANGED -> // says it of both lists
                offer.changed(ListMethod.RESOURCES, ListMethod.RESOURCE_TEMPLATES);
            case McpMethod.PROMPTS_LIST_CHANGED -> offer.changed(ListMethod.PROMPTS);
            default -> other(message, Attribution.of(pending, origin));
        }
    }

    /** A log message that may be about the call of one of several callers is shown to none of them. */
    private void other(JsonRpcMessage message, Attribution attribution) {
        if (!attribution.open() && message.method().equals(McpMethod.MESSAGE)) {
            LOG.debug("Upstream {}: dropped a log message, for it may be of several calls", server);
        } else {
            owner.notified(message, attribution.call());
        }
    }

    private void progress(JsonRpcMessage message) {
        if (message.params() instanceof ObjectNode params) {
            progressed(params.path("progressToken"), params);
        }
    }

    private void progressed(JsonNode token, ObjectNode params) {
        OptionalLong id = RequestIds.ours(token);
        PendingRequest request = id.isPresent() ? pending.get(id.getAsLong()) : null;
        if (request == null) {
            LOG.debug("Upstream {}: dropped progress for which no one is waiting", server);
        } else {
            request.progressed(params);
        }
    }

    /** An answer arrived that cannot be read. */
    public void unreadable(long id, String reason) {
        PendingRequest request = pending.remove(id);
        if (request != null) {
            request.unreadable(reason);
        }
    }

    /** One request failed; the session goes on. */
    public void failed(long id, RequestFailure failure) {
        PendingRequest request = pending.remove(id);
        if (request != null) {
            request.failed(failure);
        }
    }

    /** The connection is about to end: what fails from now on is not the server's fault. */
    public void ending() {
        over = true;
        offer.close();
    }

    /** Nothing more is sent; what was sent may still be answered. */
    public void closing(ConnectionLoss loss) {
        ending();
        pending.values().forEach(request -> request.closing(loss));
    }

    /** No answer will come any more: ends every request. */
    public void lost(ConnectionLoss loss) {
        if (!over) {
            pending.values().forEach(this::suspect);
        }
        ending();
        lost = true;
        for (Long id : List.copyOf(pending.keySet())) {
            PendingRequest request = pending.remove(id);
            if (request != null) {
                request.lost(loss);
            }
        }
    }

    /** A list that can be left out may be what ended the connection. */
    private void suspect(PendingRequest request) {
        if (request instanceof ControlRequest control
                && ListMethod.canBeLeftOut(control.method())
                && owner.memory().endedDuring(control.method())) {
            LOG.warn(
                    "Upstream {} ended each time it was asked for {}; it is not asked for that any more until it is"
                            + " restarted by request",
                    server,
                    control.method());
        }
    }
}
