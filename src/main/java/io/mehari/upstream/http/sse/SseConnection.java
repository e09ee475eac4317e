package io.mehari.upstream.http.sse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.upstream.http.client.Delivery;
import io.mehari.upstream.http.client.HttpConnection;
import io.mehari.upstream.http.client.HttpEndpoint;
import io.mehari.upstream.http.client.HttpExchange;
import io.mehari.upstream.http.client.HttpLimits;
import io.mehari.upstream.http.client.HttpReceiver;
import io.mehari.upstream.lifecycle.ConnectionLoss;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.PendingCall;
import io.mehari.upstream.session.ControlMessage;
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
public final class SseConnection extends HttpConnection {
    private static final Map<String, String> HEADERS = Map.of("Accept", "application/json, text/event-stream");

    private final ServerStream stream;
    private volatile URI messages;

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
        super(server, endpoint, limits, timer, clock, ids, owner);
        this.stream = new ServerStream(this);
    }

    @Override
    public void open() {
        limitJoining();
        stream.open();
    }

    /** The server said where messages are posted to. */
    void found(URI address) {
        if (messages != null) {
            return;
        }
        messages = address;
        joining().begin(identity -> {}, () -> {});
    }

    @Override
    protected void begin(PendingCall call, Delivery delivery) {
        post(call.id(), delivery, () -> sendAgain(call));
    }

    /** It did not run: it leaves the session first, since the outcome of every call is unknown that is lost with one. */
    private boolean sendAgain(PendingCall call) {
        if (!calls().takeBack(call)) {
            return false;
        }
        lostSession();
        owner().sendAgain(call);
        return true;
    }

    @Override
    public boolean request(long id, ObjectNode message) {
        Delivery delivery = calls().track(id, new ControlMessage(message));
        notices().afterInitialized(() -> post(id, delivery, () -> false));
        return !isOver();
    }

    @Override
    public HttpExchange post(byte[] message, HttpReceiver receiver) {
        return endpoint().post(messages, HEADERS, message, receiver);
    }

    private void post(long id, Delivery delivery, BooleanSupplier sendAgain) {
        SsePost post = new SsePost(this, id, delivery, sendAgain);
        delivery.begin(() -> post(delivery.bytes(), post));
    }

    /** The server does not take messages for this session any more. */
    void lostSession() {
        lost("does not know the session any more (status 404)");
    }

    /** All answers come on the stream: none will come any more. */
    @Override
    protected void afterLoss(String reason, Duration next) {
        session().lost(new ConnectionLoss(reason, next));
    }

    @Override
    public CompletableFuture<Void> stop() {
        if (!calls().close()) {
            return gone();
        }
        ConnectionLoss loss = new ConnectionLoss("was stopped", Duration.ZERO);
        calls().refuse(loss);
        Runnable close = () -> {
            release();
            session().lost(loss);
            end();
        };
        if (session().isIdle()) {
            close.run();
        } else {
            timer().newTimeout(timeout -> close.run(), limits().stopGrace().toMillis(), TimeUnit.MILLISECONDS);
        }
        return gone();
    }

    @Override
    protected void release() {
        joining().end();
        stream.close();
        calls().abort();
    }
}
