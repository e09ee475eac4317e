package io.mehari.upstream.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.McpMethod;
import io.mehari.protocol.McpProtocolVersion;
import io.mehari.upstream.http.client.ExchangeQueue;
import io.mehari.upstream.http.client.HttpEndpoint;
import io.mehari.upstream.http.client.HttpLimits;
import io.mehari.upstream.session.Connection;
import io.mehari.upstream.session.ConnectionOwner;
import io.mehari.upstream.session.Fault;
import io.mehari.upstream.session.Handshake;
import io.mehari.upstream.session.IdleCheck;
import io.mehari.upstream.session.Loss;
import io.mehari.upstream.session.MessageWriter;
import io.mehari.upstream.session.RequestFailedException;
import io.mehari.upstream.session.Session;
import io.mehari.upstream.session.SessionCall;
import io.mehari.upstream.session.ToolAnswer;
import io.mehari.upstream.session.Wire;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session with a server over streamable HTTP: each request is an exchange of its own. Over when the server
 * forgets the session or cannot be reached; exchanges that are on their way then still end by themselves.
 */
final class StreamableConnection implements Connection, Wire {
    private static final Logger LOG = LoggerFactory.getLogger(StreamableConnection.class);
    private static final int CONTROL_CONNECTIONS = 4;
    private static final int SERVER_ERROR = 500;
    private static final int CONTROL_QUEUED = 1_000;

    private final String server;
    private final HttpEndpoint endpoint;
    private final HttpLimits limits;
    private final Timer timer;
    private final Clock clock;
    private final ConnectionOwner owner;
    private final Session session;
    private final ExchangeQueue calls;
    private final ExchangeQueue control = new ExchangeQueue(CONTROL_CONNECTIONS, CONTROL_QUEUED);
    private final IdleCheck idleCheck;
    private final ListeningStream listening;
    private final Map<Long, RequestExchange> running = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile CompletableFuture<Void> initialized = CompletableFuture.completedFuture(null);
    private volatile Map<String, String> headers = Map.of("Accept", "application/json, text/event-stream");
    private volatile String sessionId;
    private volatile Duration pause = Duration.ZERO;
    private volatile int refusedStatus;
    private volatile Timeout connectLimit;

    StreamableConnection(
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
        this.calls = new ExchangeQueue(limits.connections(), limits.queued());
        this.idleCheck = new IdleCheck(session, limits.checkAfter(), limits.checkWithin(), timer, this::lost);
        this.listening = new ListeningStream(this, limits, timer);
    }

    @Override
    public void open() {
        Duration limit = limits.session().connect();
        connectLimit = timer.newTimeout(
                timeout -> lost("did not complete initialize and tools/list within " + limit.toSeconds() + " s"),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        session.join(identity -> negotiated(identity.protocolVersion())).whenComplete((joined, failure) -> {
            connectLimit.cancel();
            if (failure == null) {
                joined(joined);
            } else {
                lost(RequestFailedException.of(failure).getMessage());
            }
        });
    }

    private void joined(Handshake.Joined joined) {
        owner.toolsRead(joined.tools());
        owner.ready(this, joined.identity());
        listening.open();
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
    public boolean submit(SessionCall call) {
        if (over.get()) {
            return false;
        }
        if (!call.enqueue(this)) {
            return true;
        }
        idleCheck.before(() -> queue(call));
        return true;
    }

    private void queue(SessionCall call) {
        session.await(call);
        if (call.isEnded()) {
            session.forget(call.id());
        } else if (over.get()) {
            session.forget(call.id());
            call.backToWaiting();
            owner.sendAgain(call);
        } else if (!calls.offer(() -> begin(call))) {
            session.forget(call.id());
            call.end(ToolAnswer.queueFull(server));
        }
    }

    private boolean begin(SessionCall call) {
        if (!call.claim()) {
            return false;
        }
        RequestExchange exchange = new RequestExchange(this, call.id(), RequestExchange.Kind.OTHER, calls::release);
        running.put(call.id(), exchange);
        exchange.begin(call.bytes(), () -> !sendAgain(call));
        if (call.isEnded()) {
            forget(call.id());
        }
        return true;
    }

    /** False if the call was sent again before, or has ended. */
    private boolean sendAgain(SessionCall call) {
        if (!call.takeBack()) {
            return false;
        }
        session.forget(call.id());
        owner.sendAgain(call);
        return true;
    }

    @Override
    public boolean request(long id, ObjectNode message) {
        byte[] bytes = MessageWriter.line(message);
        RequestExchange exchange =
                new RequestExchange(this, id, kind(message.path("method").asText()), () -> {});
        running.put(id, exchange);
        initialized.whenComplete((done, failure) -> exchange.begin(bytes, () -> true));
        return true;
    }

    private static RequestExchange.Kind kind(String method) {
        return switch (method) {
            case McpMethod.INITIALIZE -> RequestExchange.Kind.INITIALIZE;
            case McpMethod.PING -> RequestExchange.Kind.PING;
            default -> RequestExchange.Kind.OTHER;
        };
    }

    @Override
    public void send(ObjectNode message) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        if (message.path("method").asText().equals(McpMethod.INITIALIZED)) {
            initialized = sent; // a server may refuse what arrives before it
        }
        byte[] bytes = MessageWriter.line(message);
        boolean taken = control.offer(() -> {
            sent.whenComplete((done, failure) -> control.release());
            endpoint.post(endpoint.url(), headers, bytes, new Notice(sent));
            return true;
        });
        if (!taken) {
            sent.complete(null);
            LOG.debug("Upstream {}: a message without an answer was dropped, too many are on their way", server);
        }
    }

    @Override
    public void forget(long id) {
        session.forget(id);
        RequestExchange exchange = running.get(id);
        if (exchange != null) {
            exchange.abort();
        }
    }

    @Override
    public void cancelled(long id, String reason) {
        session.cancelled(id, reason);
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
        if (over.compareAndSet(false, true)) {
            end();
            gone.complete(null);
            owner.lost(this, reason, pause);
        }
    }

    @Override
    public CompletableFuture<Void> stop() {
        if (!over.compareAndSet(false, true)) {
            return gone;
        }
        end();
        session.closing(new Loss("was stopped", Duration.ZERO));
        Ending.drain(running, limits.stopGrace(), timer).whenComplete((drained, failure) -> {
            session.lost(new Loss("was stopped", Duration.ZERO));
            running.values().forEach(RequestExchange::abort);
            Ending.delete(this, sessionId, limits.stopGrace(), timer).thenRun(() -> gone.complete(null));
        });
        return gone;
    }

    private void end() {
        Timeout limit = connectLimit;
        if (limit != null) {
            limit.cancel();
        }
        listening.close();
    }

    /** The exchange has ended. */
    void ended(long id, RequestExchange exchange) {
        running.remove(id, exchange);
    }

    /**
     * A request of the handshake was refused, which decides how soon the server is tried again.
     *
     * @param status 0 if the answer was refused by the gateway
     */
    void refused(int status, Fault fault) {
        refusedStatus = status;
        pause = fault.retryAfter().orElse(status >= SERVER_ERROR ? Duration.ZERO : limits.refusedPause());
    }

    /** The status of the last refusal, 0 if nothing was refused. */
    int refusedStatus() {
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

    boolean hasSession() {
        return sessionId != null;
    }

    boolean isOver() {
        return over.get();
    }

    /** Asks the server for a sign of life; ends when there is one, or when the connection is lost. One at a time. */
    CompletableFuture<Void> ping() {
        return idleCheck.ask();
    }

    /** Something arrived from the server. */
    void alive() {
        idleCheck.alive();
    }
}
