package io.mehari.upstream.sse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.http.client.ExchangeQueue;
import io.mehari.upstream.http.client.HttpEndpoint;
import io.mehari.upstream.http.client.HttpLimits;
import io.mehari.upstream.session.Connection;
import io.mehari.upstream.session.ConnectionOwner;
import io.mehari.upstream.session.ControlMessage;
import io.mehari.upstream.session.Fault;
import io.mehari.upstream.session.Handshake;
import io.mehari.upstream.session.IdleCheck;
import io.mehari.upstream.session.Loss;
import io.mehari.upstream.session.OutgoingMessage;
import io.mehari.upstream.session.RequestFailedException;
import io.mehari.upstream.session.Session;
import io.mehari.upstream.session.SessionCall;
import io.mehari.upstream.session.ToolAnswer;
import io.mehari.upstream.session.Wire;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * One event stream of a server and the address its messages are posted to. All answers come on the stream: when it
 * is lost, the outcome of every call is unknown of whose POST a byte has left. The others surely did not run.
 */
public final class SseConnection implements Connection, Wire {
    private static final Map<String, String> HEADERS = Map.of("Accept", "application/json, text/event-stream");
    private static final int CONTROL_CONNECTIONS = 4;
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
    private final ServerStream stream;
    private final Map<Long, Post> posts = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile CompletableFuture<Void> initialized = CompletableFuture.completedFuture(null);
    private volatile URI messages;
    private volatile Duration pause = Duration.ZERO;
    private volatile Timeout connectLimit;

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
        this.calls = new ExchangeQueue(limits.connections(), limits.queued());
        this.idleCheck = new IdleCheck(session, limits.checkAfter(), limits.checkWithin(), timer, this::lost);
        this.stream = new ServerStream(this, endpoint, limits, clock);
    }

    @Override
    public void open() {
        Duration limit = limits.session().connect();
        connectLimit = timer.newTimeout(
                timeout -> lost("did not complete initialize and tools/list within " + limit.toSeconds() + " s"),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        stream.open();
    }

    /** The server said where messages are posted to. */
    void found(URI address) {
        if (messages != null) {
            return;
        }
        messages = address;
        session.join(identity -> {}).whenComplete((joined, failure) -> {
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
            giveBack(call);
        } else if (!calls.offer(() -> begin(call))) {
            session.forget(call.id());
            call.end(ToolAnswer.queueFull(server));
        }
    }

    private boolean begin(SessionCall call) {
        if (over.get() || call.isEnded()) {
            giveBack(call);
            return false;
        }
        Post post = post(call.id(), call, () -> sendAgain(call));
        posts.put(call.id(), post);
        post.end().thenRun(() -> ended(call, post));
        post.begin(messages, HEADERS);
        if (over.get() || call.isEnded()) {
            post.withdraw();
        }
        return true;
    }

    private void ended(SessionCall call, Post post) {
        posts.remove(call.id(), post);
        if (!post.hasLeft()) {
            giveBack(call);
        }
        calls.release();
    }

    /** Has a call sent on the next connection of which nothing has left on this one, if it still waits. */
    private void giveBack(SessionCall call) {
        if (session.forget(call.id()) && !call.isEnded()) {
            call.backToWaiting();
            owner.sendAgain(call);
        }
    }

    /** It did not run: it leaves the session first, since the outcome of every call is unknown that is lost with one. */
    private boolean sendAgain(SessionCall call) {
        if (!call.takeBack()) {
            return false;
        }
        session.forget(call.id());
        lostSession();
        owner.sendAgain(call);
        return true;
    }

    @Override
    public boolean request(long id, ObjectNode message) {
        Post post = post(id, new ControlMessage(message), () -> false);
        initialized.whenComplete((done, failure) -> post.begin(messages, HEADERS));
        return !over.get();
    }

    @Override
    public void send(ObjectNode message) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        if (message.path("method").asText().equals(McpMethod.INITIALIZED)) {
            initialized = sent; // a server may refuse what arrives before it
        }
        Post post = post(Post.NO_ANSWER, new ControlMessage(message), () -> false);
        post.end().thenRun(() -> sent.complete(null));
        boolean taken = control.offer(() -> {
            sent.whenComplete((done, failure) -> control.release());
            post.begin(messages, HEADERS);
            return true;
        });
        if (!taken) {
            sent.complete(null);
        }
    }

    private Post post(long id, OutgoingMessage message, BooleanSupplier sendAgain) {
        return new Post(this, endpoint, clock, id, message, sendAgain);
    }

    @Override
    public void forget(long id) {
        session.forget(id);
        Post post = posts.get(id);
        if (post != null) {
            post.abort();
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

    /** A request was refused; the connection goes on. */
    void failed(long id, Fault fault) {
        session.failed(id, fault);
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
        if (over.compareAndSet(false, true)) {
            end();
            gone.complete(null);
            session.lost(new Loss(reason, owner.lost(this, reason, pause)));
        }
    }

    @Override
    public CompletableFuture<Void> stop() {
        if (!over.compareAndSet(false, true)) {
            return gone;
        }
        Loss loss = new Loss("was stopped", Duration.ZERO);
        session.closing(loss);
        posts.values().forEach(Post::withdraw);
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
        Timeout limit = connectLimit;
        if (limit != null) {
            limit.cancel();
        }
        stream.close();
        posts.values().forEach(Post::abort);
    }
}
