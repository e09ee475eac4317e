package io.mehari.upstream.http.sse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.upstream.http.client.Delivery;
import io.mehari.upstream.http.client.HttpEndpoint;
import io.mehari.upstream.http.client.HttpLimits;
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
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * One event stream of a server and the address its messages are posted to. All answers come on the stream: when it
 * is lost, the outcome of every call is unknown of whose POST a byte has left. The others surely did not run.
 */
public final class SseConnection implements Connection, Wire {
    private static final Map<String, String> HEADERS = Map.of("Accept", "application/json, text/event-stream");

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
    private final ServerStream stream;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile URI messages;
    private volatile Duration pause = Duration.ZERO;

    /**
     * A connection that has not begun.
     *
     * @param ids gives ids unique among all connections of the upstream
     */
    public SseConnection(
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
        this.notices =
                new OneWayMessages(server, (message, receiver) -> endpoint.post(messages, HEADERS, message, receiver));
        this.stream = new ServerStream(this, endpoint, limits, clock);
    }

    @Override
    public void open() {
        joining.limit(timer, limits.session().connect(), "");
        stream.open();
    }

    /** The server said where messages are posted to. */
    void found(URI address) {
        if (messages != null) {
            return;
        }
        messages = address;
        joining.begin(identity -> {}, () -> {});
    }

    @Override
    public boolean submit(PendingCall call) {
        return calls.submit(call);
    }

    private void begin(PendingCall call, Delivery delivery) {
        post(call.id(), delivery, () -> sendAgain(call));
    }

    /** It did not run: it leaves the session first, since the outcome of every call is unknown that is lost with one. */
    private boolean sendAgain(PendingCall call) {
        if (!calls.takeBack(call)) {
            return false;
        }
        lostSession();
        owner.sendAgain(call);
        return true;
    }

    @Override
    public boolean request(long id, ObjectNode message) {
        Delivery delivery = calls.track(id, new ControlMessage(message));
        notices.afterInitialized(() -> post(id, delivery, () -> false));
        return !calls.isClosed();
    }

    @Override
    public void send(ObjectNode message) {
        notices.send(message);
    }

    private void post(long id, Delivery delivery, BooleanSupplier sendAgain) {
        SsePost post = new SsePost(this, endpoint, clock, id, delivery, sendAgain);
        delivery.begin(() -> endpoint.post(messages, HEADERS, delivery.bytes(), post));
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

    /** A request was refused; the connection goes on. */
    void failed(long id, RequestFailure failure) {
        session.failed(id, failure);
    }

    /** Waits at least this long before the next connection. */
    void pause(Duration atLeast) {
        pause = atLeast;
    }

    /** Something came on the stream, be it a comment. */
    void alive() {
        idleCheck.alive();
    }

    /** A message came on the stream. */
    void received(JsonRpcMessage message) {
        session.received(message);
    }

    /** An answer came on the stream that cannot be read. */
    void unreadable(long id, String reason) {
        session.unreadable(id, reason);
    }

    String server() {
        return server;
    }

    /** The server does not take messages for this session any more. */
    void lostSession() {
        lost("does not know the session any more (status 404)");
    }

    /** The stream has ended or broken off. Only the first reason counts. */
    void lost(String reason) {
        if (calls.close()) {
            end();
            gone.complete(null);
            session.lost(new ConnectionLoss(reason, owner.lost(this, reason, pause)));
        }
    }

    @Override
    public CompletableFuture<Void> stop() {
        if (!calls.close()) {
            return gone;
        }
        ConnectionLoss loss = new ConnectionLoss("was stopped", Duration.ZERO);
        calls.refuse(loss);
        Runnable close = () -> {
            end();
            session.lost(loss);
            gone.complete(null);
        };
        if (session.isIdle()) {
            close.run();
        } else {
            timer.newTimeout(timeout -> close.run(), limits.stopGrace().toMillis(), TimeUnit.MILLISECONDS);
        }
        return gone;
    }

    private void end() {
        joining.end();
        stream.close();
        calls.abort();
    }
}
