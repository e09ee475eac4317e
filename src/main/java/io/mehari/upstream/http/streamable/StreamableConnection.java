package io.mehari.upstream.http.streamable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ClientHeaders;
import io.mehari.protocol.McpMethod;
import io.mehari.protocol.McpProtocolVersion;
import io.mehari.upstream.http.client.Delivery;
import io.mehari.upstream.http.client.HttpConnection;
import io.mehari.upstream.http.client.HttpEndpoint;
import io.mehari.upstream.http.client.HttpExchange;
import io.mehari.upstream.http.client.HttpLimits;
import io.mehari.upstream.http.client.HttpReceiver;
import io.mehari.upstream.lifecycle.ConnectionLoss;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.PendingCall;
import io.mehari.upstream.lifecycle.RequestFailure;
import io.mehari.upstream.session.ControlMessage;
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
public final class StreamableConnection extends HttpConnection {
    private final ListeningStream listening;
    private volatile Map<String, String> headers = Map.of("Accept", "application/json, text/event-stream");
    private volatile String sessionId;
    private volatile int refusedStatus;
    private volatile boolean forgotten;
    private volatile boolean ready;

    /**
     * A connection that has not begun.
     *
     * @param server name of the server
     * @param timer its tasks never block
     * @param clock for points in time that a server names
     * @param ids gives ids unique among all connections of the upstream
     * @param owner notified of what becomes of the connection
     */
    public StreamableConnection(
            String server,
            HttpEndpoint endpoint,
            HttpLimits limits,
            Timer timer,
            Clock clock,
            LongSupplier ids,
            ConnectionOwner owner) {
        super(server, endpoint, limits, timer, clock, ids, owner);
        this.listening = new ListeningStream(this, limits, timer);
    }

    @Override
    public void open() {
        limitJoining();
        joining().begin(identity -> negotiated(identity.protocolVersion()), () -> {
            ready = true;
            listening.open();
        });
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
    protected synchronized void cookiesChanged() {
        headers = withCookies(headers, endpoint().url());
    }

    @Override
    protected void begin(PendingCall call, Delivery delivery) {
        new RequestExchange(this, call.id(), RequestExchange.Kind.OTHER, delivery).begin(() -> !sendAgain(call));
    }

    /** False if the call was sent again before, or has ended. */
    private boolean sendAgain(PendingCall call) {
        boolean taken = calls().takeBack(call);
        if (taken) {
            owner().sendAgain(call);
        }
        return taken;
    }

    @Override
    public boolean request(long id, ObjectNode message) {
        Delivery delivery = calls().track(id, new ControlMessage(message));
        RequestExchange exchange =
                new RequestExchange(this, id, kind(message.path("method").asText()), delivery);
        notices().afterInitialized(() -> exchange.begin(() -> true));
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

    /** Exchanges that are on their way end by themselves. */
    @Override
    protected void afterLoss(String reason, Duration next) {
        // Nothing is left to end.
    }

    @Override
    public CompletableFuture<Void> stop() {
        if (!calls().close()) {
            return gone();
        }
        release();
        calls().refuse(new ConnectionLoss("was stopped", Duration.ZERO));
        SessionShutdown.drain(calls(), limits().stopGrace(), timer()).whenComplete((drained, failure) -> {
            session().lost(new ConnectionLoss("was stopped", Duration.ZERO));
            calls().abort();
            SessionShutdown.delete(this, sessionId, limits().stopGrace(), timer())
                    .thenRun(this::end);
        });
        return gone();
    }

    @Override
    protected void release() {
        joining().end();
        listening.close();
    }

    /**
     * A request was refused; where it belongs to the handshake, that decides how soon the server is tried again.
     *
     * @param status 0 if the answer was refused by the gateway
     */
    void refused(int status, RequestFailure failure) {
        if (ready) {
            return;
        }
        refusedStatus = status;
        pause(limits().pauseAfter(status, failure));
    }

    /** The status of the last refusal, 0 if nothing was refused. */
    public int refusedStatus() {
        return refusedStatus;
    }

    Map<String, String> headers() {
        return headers;
    }

    @Override
    public HttpExchange post(byte[] message, HttpReceiver receiver) {
        return endpoint().post(endpoint().url(), headers, message, receiver);
    }

    /** Posts the request of a call, with the headers of its caller. */
    HttpExchange post(Delivery delivery, HttpReceiver receiver) {
        return endpoint().post(endpoint().url(), headers, delivery, receiver);
    }

    /** Asks for an event stream of the session, from its beginning or where it broke off. */
    HttpExchange listen(Optional<String> lastEventId, HttpReceiver receiver) {
        return listen(lastEventId, ClientHeaders.NONE, receiver);
    }

    /** Asks for the rest of an answer's event stream, with the headers of the caller who asked. */
    HttpExchange listen(Optional<String> lastEventId, ClientHeaders caller, HttpReceiver receiver) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Accept", "text/event-stream");
        lastEventId.ifPresent(id -> all.put("Last-Event-ID", id));
        return endpoint().get(endpoint().url(), all, caller, receiver);
    }

    /** The server has refused a ping in the session, which shows that it does not know it any more. */
    void forgotten(String reason) {
        forgotten = true;
        lost(reason);
    }

    /** Whether the server does not know the session any more: what it refused in there did not run. */
    boolean isForgotten() {
        return forgotten;
    }

    boolean hasSession() {
        return sessionId != null;
    }

    /** Begins a liveness check; ends when the server has answered, or when the connection is lost. One at a time. */
    CompletableFuture<Void> ping() {
        return idleCheck().ask();
    }

    /** A request was lost with its connection: the server may be gone, which only the next call would show. */
    void suspect() {
        if (!isOver()) {
            idleCheck().ask();
        }
    }
}
