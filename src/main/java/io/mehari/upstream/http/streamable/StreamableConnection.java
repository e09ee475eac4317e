package io.mehari.upstream.http.streamable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.McpMethod;
import io.mehari.protocol.McpProtocolVersion;
import io.mehari.upstream.http.client.Delivery;
import io.mehari.upstream.http.client.HttpEndpoint;
import io.mehari.upstream.http.client.HttpExchange;
import io.mehari.upstream.http.client.HttpLimits;
import io.mehari.upstream.http.client.HttpReceiver;
import io.mehari.upstream.http.client.OneWayMessages;
import io.mehari.upstream.http.client.OutgoingCalls;
import io.mehari.upstream.lifecycle.Connection;
import io.mehari.upstream.lifecycle.ConnectionLoss;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.PendingCall;
import io.mehari.upstream.lifecycle.RequestFailure;
import io.mehari.upstream.session.ControlMessage;
import io.mehari.upstream.session.IdleCheck;
import io.mehari.upstream.session.Joining;
import io.mehari.upstream.session.Ping;
import io.mehari.upstream.session.Session;
import io.mehari.upstream.session.Wire;
import io.netty.util.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * One session with a server over streamable HTTP: each request is an exchange of its own. Over when the server
 * forgets the session or cannot be reached; exchanges that are on their way then still end by themselves.
 */
public final class StreamableConnection implements Connection, Wire {
    private final String server;
    private final HttpEndpoint endpoint;
    private final HttpLimits limits;
    private final Timer timer;
    private final Clock clock;
    private final ConnectionOwner owner;
    private final Session session;
    private final Joining joining;
    private final OutgoingCalls calls;
    private final OneWayMessages notices;
    private final IdleCheck idleCheck;
    private final ListeningStream listening;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile Map<String, String> headers = Map.of("Accept", "application/json, text/event-stream");
    private volatile String sessionId;
    private volatile Duration pause = Duration.ZERO;
    private volatile int refusedStatus;

    public StreamableConnection(
            String server,
            HttpEndpoint endpoint,
            HttpLimits limits,
            Timer timer,
            Clock clock,
            LongSupplier ids,
            ConnectionOwner owner) {
        this.server = server;
        this.endpoint = endpoint;
        this.limits = limits;
        this.timer = timer;
        this.clock = clock;
        this.owner = owner;
        this.session = new Session(server, limits.session(), timer, ids, this, owner);
        this.joining = new Joining(this, session, owner, this::lost);
        this.idleCheck = new IdleCheck(session, limits.checkAfter(), limits.checkWithin(), timer, this::lost);
        this.calls = new OutgoingCalls(server, this, session, owner, idleCheck, limits, this::begin);
        this.notices = new OneWayMessages(server, this::post);
        this.listening = new ListeningStream(this, limits, timer);
    }

    @Override
    public void open() {
        joining.limit(timer, limits.session().connect(), "");
        joining.begin(identity -> negotiated(identity.protocolVersion()), listening::open);
    }

    private void negotiated(McpProtocolVersion version) {
        if (version.compareTo(McpProtocolVersion.V2025_06_18) >= 0) {
            addHeader("MCP-Protocol-Version", version.value());
        }
    }

    /** The server gave the session a name. */
    void named(String id) {
        sessionId = id;
        addHeader("Mcp-Session-Id", id);
    }

    private synchronized void addHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        headers = Map.copyOf(more);
    }

    @Override
    public boolean submit(PendingCall call) {
        return calls.submit(call);
    }

    private void begin(PendingCall call, Delivery delivery) {
        new RequestExchange(this, call.id(), RequestExchange.Kind.OTHER, delivery).begin(() -> !sendAgain(call));
    }

    /** False if the call was sent again before, or has ended. */
    private boolean sendAgain(PendingCall call) {
        boolean taken = calls.takeBack(call);
        if (taken) {
            owner.sendAgain(call);
        }
        return taken;
    }

    @Override
    public boolean request(long id, ObjectNode message) {
        Delivery delivery = calls.track(id, new ControlMessage(message));
        RequestExchange exchange =
                new RequestExchange(this, id, kind(message.path("method").asText()), delivery);
        notices.afterInitialized(() -> exchange.begin(() -> true));
        return true;
    }

    private static RequestExchange.Kind kind(String method) {
        return switch (method) {
            case McpMethod.INITIALIZE -> RequestExchange.Kind.INITIALIZE;
            case McpMethod.PING -> RequestExchange.Kind.PING;
            case McpMethod.RESOURCES_LIST, McpMethod.RESOURCE_TEMPLATES_LIST, McpMethod.PROMPTS_LIST ->
                RequestExchange.Kind.LIST;
            default -> RequestExchange.Kind.OTHER;
        };
    }

    @Override
    public void send(ObjectNode message) {
        notices.send(message);
    }

    @Override
    public void forget(long id) {
        calls.forget(id);
    }

    @Override
    public void cancelled(long id, String reason) {
        session.cancelled(id, reason);
    }

    @Override
    public CompletableFuture<Boolean> roundTrip() {
        return Ping.over(session);
    }

    @Override
    public boolean hasAnsweredCall() {
        return session.hasAnsweredCall();
    }

    @Override
    public CompletableFuture<Void> gone() {
        return gone;
    }

    /** The server does not know the session any more, or cannot be reached. Only the first reason counts. */
    void lost(String reason) {
        if (calls.close()) {
            end();
            gone.complete(null);
            owner.lost(this, reason, pause);
        }
    }

    @Override
    public CompletableFuture<Void> stop() {
        if (!calls.close()) {
            return gone;
        }
        end();
        calls.refuse(new ConnectionLoss("was stopped", Duration.ZERO));
        SessionShutdown.drain(calls, limits.stopGrace(), timer).whenComplete((drained, failure) -> {
            session.lost(new ConnectionLoss("was stopped", Duration.ZERO));
            calls.abort();
            SessionShutdown.delete(this, sessionId, limits.stopGrace(), timer).thenRun(() -> gone.complete(null));
        });
        return gone;
    }

    private void end() {
        joining.end();
        listening.close();
    }

    /**
     * A request of the handshake was refused, which decides how soon the server is tried again.
     *
     * @param status 0 if the answer was refused by the gateway
     */
    void refused(int status, RequestFailure failure) {
        refusedStatus = status;
        pause = limits.pauseAfter(status, failure);
    }

    /** The status of the last refusal, 0 if nothing was refused. */
    public int refusedStatus() {
        return refusedStatus;
    }

    String server() {
        return server;
    }

    HttpEndpoint endpoint() {
        return endpoint;
    }

    HttpLimits limits() {
        return limits;
    }

    Timer timer() {
        return timer;
    }

    Clock clock() {
        return clock;
    }

    Session session() {
        return session;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Sends a message in the session. */
    HttpExchange post(byte[] message, HttpReceiver receiver) {
        return endpoint.post(endpoint.url(), headers, message, receiver);
    }

    /** Asks for an event stream of the session, from its beginning or where it broke off. */
    HttpExchange listen(Optional<String> lastEventId, HttpReceiver receiver) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Accept", "text/event-stream");
        lastEventId.ifPresent(id -> all.put("Last-Event-ID", id));
        return endpoint.get(endpoint.url(), all, receiver);
    }

    boolean hasSession() {
        return sessionId != null;
    }

    boolean isOver() {
        return calls.isClosed();
    }

    /** Begins a liveness check; ends when the server has answered, or when the connection is lost. One at a time. */
    CompletableFuture<Void> ping() {
        return idleCheck.ask();
    }

    /** A request was lost with its connection: the server may be gone, which only the next call would show. */
    void suspect() {
        if (!isOver()) {
            idleCheck.ask();
        }
    }

    /** Something arrived from the server. */
    void alive() {
        idleCheck.alive();
    }
}
