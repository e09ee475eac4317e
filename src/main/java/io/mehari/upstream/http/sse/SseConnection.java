package io.mehari.upstream.http.sse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.http.client.Delivery;
import io.mehari.upstream.http.client.HttpConnection;
import io.mehari.upstream.http.client.HttpEndpoint;
import io.mehari.upstream.http.client.HttpExchange;
import io.mehari.upstream.http.client.HttpLimits;
import io.mehari.upstream.http.client.HttpReceiver;
import io.mehari.upstream.lifecycle.ConnectionLoss;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.PendingCall;
import io.mehari.upstream.session.BrokenAnswer;
import io.mehari.upstream.session.ControlMessage;
import io.mehari.upstream.session.RequestIds;
import io.netty.util.Timer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One event stream of a server and the address its messages are posted to. All answers come on the stream: when it
 * is lost, the outcome of every call is unknown of whose POST a byte has left. The others surely did not run.
 */
public final class SseConnection extends HttpConnection {
    private static final Map<String, String> HEADERS = Map.of("Accept", "application/json, text/event-stream");

    private final ServerStream stream;
    private final Queue<Supplier<Runnable>> doubtful = new ConcurrentLinkedQueue<>();
    private volatile MessageAddresses addresses;
    private volatile Map<String, String> headers = HEADERS;

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
    void found(MessageAddresses candidates) {
        if (addresses != null) {
            return;
        }
        addresses = candidates;
        cookiesChanged();
        joining().begin(identity -> {}, () -> {});
    }

    /** Where messages are posted to. */
    URI messages() {
        return addresses.current();
    }

    /** Tries another address than this, at which the server has nothing; false if there is none left. */
    boolean tryNext(URI refused) {
        return addresses.next(refused);
    }

    @Override
    protected void cookiesChanged() {
        if (addresses != null) {
            headers = withCookies(headers, addresses.current());
        }
    }

    /** Headers of the request for the event stream. */
    Map<String, String> streamHeaders() {
        return withCookies(Map.of("Accept", "text/event-stream"), endpoint().url());
    }

    @Override
    protected void begin(PendingCall call, Delivery delivery) {
        post(call.id(), SsePost.Kind.OTHER, delivery, () -> takeBack(call));
    }

    /** It did not run: it leaves the session, since the outcome of every call is unknown that is lost with one. */
    private Optional<Runnable> takeBack(PendingCall call) {
        return calls().takeBack(call) ? Optional.of(() -> owner().sendAgain(call)) : Optional.empty();
    }

    @Override
    public boolean request(long id, ObjectNode message) {
        Delivery delivery = calls().track(id, new ControlMessage(message));
        notices().afterInitialized(() -> post(id, kind(message.path("method").asText()), delivery, Optional::empty));
        return !isOver();
    }

    private static SsePost.Kind kind(String method) {
        return switch (method) {
            case McpMethod.INITIALIZE -> SsePost.Kind.INITIALIZE;
            case McpMethod.PING -> SsePost.Kind.PING;
            default -> SsePost.Kind.OTHER;
        };
    }

    @Override
    public HttpExchange post(byte[] message, HttpReceiver receiver) {
        return endpoint().post(messages(), headers, message, receiver);
    }

    /** Posts a request, with the headers of its caller. */
    HttpExchange post(URI address, Delivery delivery, HttpReceiver receiver) {
        return endpoint().post(address, headers, delivery, receiver);
    }

    private void post(long id, SsePost.Kind kind, Delivery delivery, Supplier<Optional<Runnable>> sendAgain) {
        delivery.begin(() -> new SsePost(this, id, kind, delivery, messages(), sendAgain).post());
    }

    /** Takes what came in the response to a request if it is its answer, be it a broken one. */
    boolean answers(long id, byte[] text) {
        try {
            if (text.length > 0 && Json.read(text) instanceof ObjectNode object) {
                JsonRpcMessage message = JsonRpcMessage.of(object);
                boolean answer = message.method().isEmpty()
                        && RequestIds.ours(message.id()).orElse(-1) == id;
                if (answer) {
                    session().received(JsonRpcMessage.of(object.put("id", id)));
                }
                return answer;
            }
        } catch (IOException e) {
            if (isAnswer(id, text)) {
                session().unreadable(id, BrokenAnswer.NOT_JSON);
                return true;
            }
        }
        return false;
    }

    /** Whether a text, of which perhaps only the beginning is known, is meant to answer a request. */
    boolean isAnswer(long id, byte[] text) {
        return BrokenAnswer.idOf(text).orElse(-1) == id;
    }

    /**
     * A request was refused as one of an unknown session is: a ping shows whether the session is known.
     *
     * @param gone asked if it is not, before the connection is reported as lost, for what is to be done afterwards; the
     *     request did not run
     * @param known run if it is, or nobody knows
     */
    void doubt(Supplier<Runnable> gone, Runnable known) {
        doubtful.add(gone);
        idleCheck().ask().thenRun(() -> {
            if (doubtful.remove(gone)) {
                known.run();
            }
        });
    }

    /** The server refuses even a ping in this session. */
    void lostSession() {
        List<Runnable> afterwards = new ArrayList<>();
        for (Supplier<Runnable> gone = doubtful.poll(); gone != null; gone = doubtful.poll()) {
            afterwards.add(gone.get());
        }
        lost("does not know the session any more (status 404)");
        afterwards.forEach(Runnable::run);
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
