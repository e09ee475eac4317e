package io.mehari.upstream.http.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.upstream.lifecycle.Connection;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.PendingCall;
import io.mehari.upstream.session.IdleCheck;
import io.mehari.upstream.session.Joining;
import io.mehari.upstream.session.Ping;
import io.mehari.upstream.session.Session;
import io.mehari.upstream.session.Wire;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.Timer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What both HTTP transports have in common: a session, its calls and its one-way messages, and an end that is reported
 * once. What a lost or stopped connection means for requests on their way is the transport's own. Safe for concurrent
 * use.
 */
public abstract class HttpConnection implements Connection, Wire {
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
    private final Cookies cookies;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile Duration pause = Duration.ZERO;

    /**
     * A connection that has not begun.
     *
     * @param server name of the server
     * @param timer its tasks never block
     * @param clock for points in time that a server names
     * @param ids gives ids unique among all connections of the upstream
     * @param owner notified of what becomes of the connection
     */
    protected HttpConnection(
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
        this.cookies = new Cookies(endpoint.url());
        this.session = new Session(server, limits.session(), timer, ids, this, owner);
        this.joining = new Joining(this, session, owner, this::notJoined);
        this.idleCheck = new IdleCheck(session, limits.checkAfter(), limits.checkWithin(), timer, this::lost);
        this.calls = new OutgoingCalls(server, this, session, owner, idleCheck, limits, this::begin);
        this.notices = new OneWayMessages(server, timer, this::post);
    }

    /** Begins the first exchange of a call. */
    protected abstract void begin(PendingCall call, Delivery delivery);

    /**
     * Posts a message to where the server takes them.
     *
     * @param message encoded JSON
     * @param receiver notified of how it goes
     * @return the exchange on its way
     */
    public abstract HttpExchange post(byte[] message, HttpReceiver receiver);

    /** The connection was lost: lets go of its streams and of what bounds its beginning. Called once. */
    protected abstract void release();

    /**
     * The owner knows that the connection was lost, and the next one may begin.
     *
     * @param reason cause, to stand behind the server's name
     * @param next time to the next attempt to connect
     */
    protected abstract void afterLoss(String reason, Duration next);

    private void notJoined(String reason, Duration atLeast) {
        if (!atLeast.isZero()) {
            pause(atLeast);
        }
        lost(reason);
    }

    /** Begins to count the time that joining may take. */
    protected final void limitJoining() {
        joining.limit(timer, limits.session().connect(), "");
    }

    @Override
    public final boolean submit(PendingCall call) {
        return calls.submit(call);
    }

    @Override
    public final void send(ObjectNode message) {
        notices.send(message);
    }

    @Override
    public final void forget(long id) {
        calls.forget(id);
    }

    @Override
    public final void cancelled(long id, String reason) {
        session.cancelled(id, reason);
    }

    @Override
    public final CompletableFuture<Boolean> roundTrip() {
        return Ping.over(session);
    }

    @Override
    public final boolean hasAnsweredCall() {
        return session.hasAnsweredCall();
    }

    @Override
    public final CompletableFuture<Void> gone() {
        return gone;
    }

    /**
     * The connection is over, for it was lost. Only the first reason counts.
     *
     * @param reason cause, to stand behind the server's name
     */
    public final void lost(String reason) {
        if (calls.close()) {
            release();
            gone.complete(null);
            afterLoss(reason, owner.lost(this, reason, pause));
        }
    }

    /** Nothing is left of the connection. */
    protected final void end() {
        gone.complete(null);
    }

    /** Waits at least this long before the next connection. */
    public final void pause(Duration atLeast) {
        pause = atLeast;
    }

    /** Keeps the cookies that a response sets, for the next requests. */
    public final void cookies(HttpHeaders response) {
        if (cookies.take(response)) {
            cookiesChanged();
        }
    }

    /** The next requests have other cookies. */
    protected abstract void cookiesChanged();

    /**
     * Headers with the cookies of the session.
     *
     * @param target address of the request
     */
    protected final Map<String, String> withCookies(Map<String, String> headers, URI target) {
        Map<String, String> all = new HashMap<>(headers);
        cookies.header(target)
                .ifPresentOrElse(value -> all.put(RequestHead.COOKIE, value), () -> all.remove(RequestHead.COOKIE));
        return Map.copyOf(all);
    }

    /**
     * What reads the messages of one exchange in their order.
     *
     * @param broken hears what reading one has thrown on another thread
     */
    public final IncomingTexts texts(Consumer<Throwable> broken) {
        return new IncomingTexts(endpoint.large(), limits.session().budget(), limits.maxResponseBytes(), broken);
    }

    /** Something arrived from the server, be it a comment. */
    public final void alive() {
        idleCheck.alive();
    }

    /** Whether the connection has ended, or is ending. */
    public final boolean isOver() {
        return calls.isClosed();
    }

    /** Name of the server. */
    public final String server() {
        return server;
    }

    /** The HTTP client of the server. */
    public final HttpEndpoint endpoint() {
        return endpoint;
    }

    /** The bounds that hold. */
    public final HttpLimits limits() {
        return limits;
    }

    /** For what happens later. */
    public final Timer timer() {
        return timer;
    }

    /** For points in time that a server names. */
    public final Clock clock() {
        return clock;
    }

    /** What passes over the connection. */
    public final Session session() {
        return session;
    }

    /** Who is notified of what becomes of it. */
    protected final ConnectionOwner owner() {
        return owner;
    }

    /** How it becomes ready. */
    protected final Joining joining() {
        return joining;
    }

    /** The requests it has taken. */
    protected final OutgoingCalls calls() {
        return calls;
    }

    /** The messages that no answer is waited for. */
    protected final OneWayMessages notices() {
        return notices;
    }

    /** What checks that a quiet server is alive. */
    protected final IdleCheck idleCheck() {
        return idleCheck;
    }
}
