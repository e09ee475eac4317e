package io.mehari.upstream.http.client;

import io.mehari.upstream.lifecycle.CallFailures;
import io.mehari.upstream.lifecycle.Connection;
import io.mehari.upstream.lifecycle.ConnectionLoss;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.PendingCall;
import io.mehari.upstream.session.EncodedCall;
import io.mehari.upstream.session.IdleCheck;
import io.mehari.upstream.session.OutgoingMessage;
import io.mehari.upstream.session.Session;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * The requests that one connection has taken. Calls wait for the liveness check of a quiet server, then for one of
 * the exchanges that may run at the same time; those of which nothing has left when they come to their end here go back to the
 * owner, to be sent on the next connection. Safe for concurrent use.
 */
public final class OutgoingCalls {
    private final String server;
    private final Connection connection;
    private final Session session;
    private final ConnectionOwner owner;
    private final IdleCheck idleCheck;
    private final BiConsumer<PendingCall, Delivery> begin;
    private final ExchangeQueue queue;
    private final Map<Long, Delivery> running = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * No calls yet.
     *
     * @param connection on which they are
     * @param begin begins the first exchange of a call
     */
    public OutgoingCalls(
            String server,
            Connection connection,
            Session session,
            ConnectionOwner owner,
            IdleCheck idleCheck,
            HttpLimits limits,
            BiConsumer<PendingCall, Delivery> begin) {
        this.server = server;
        this.connection = connection;
        this.session = session;
        this.owner = owner;
        this.idleCheck = idleCheck;
        this.begin = begin;
        this.queue = new ExchangeQueue(limits.connections(), limits.queued());
    }

    /** As {@link Connection#submit}. */
    public boolean submit(PendingCall call) {
        if (isClosed()) {
            return false;
        }
        if (call.enqueue(connection)) {
            session.encode(call).ifPresent(message -> idleCheck.before(() -> queue(message)));
        }
        return true;
    }

    private void queue(EncodedCall message) {
        PendingCall call = message.call();
        session.register(call);
        if (call.isEnded()) {
            session.forget(call.id());
        } else if (isClosed()) {
            giveBack(call);
        } else if (!queue.offer(() -> begin(message))) {
            session.forget(call.id());
            call.end(CallFailures.queueFull(server));
        }
    }

    private boolean begin(EncodedCall message) {
        PendingCall call = message.call();
        if (isClosed() || call.isEnded()) {
            giveBack(call);
            return false;
        }
        Delivery delivery = track(call.id(), message);
        delivery.ended().thenRun(() -> ended(call, delivery));
        begin.accept(call, delivery);
        if (call.isEnded()) {
            delivery.abort();
        } else if (isClosed()) {
            delivery.withdraw();
        }
        return true;
    }

    private void ended(PendingCall call, Delivery delivery) {
        if (!delivery.hasLeft()) {
            giveBack(call);
        }
        queue.release();
    }

    private void giveBack(PendingCall call) {
        if (session.forget(call.id()) && !call.isEnded()) {
            call.backToWaiting();
            owner.sendAgain(call);
        }
    }

    /** The way of a request, which is abandoned with its id. */
    public Delivery track(long id, OutgoingMessage message) {
        Delivery delivery = new Delivery(message);
        running.put(id, delivery);
        delivery.ended().thenRun(() -> running.remove(id, delivery));
        return delivery;
    }

    /**
     * Takes back a call that the server refused because it does not know the session; the owner may send it again.
     * False if that was done before, or the call has ended.
     */
    public boolean takeBack(PendingCall call) {
        boolean taken = call.takeBack();
        if (taken) {
            session.forget(call.id());
        }
        return taken;
    }

    /** As {@link Connection#forget}. */
    public void forget(long id) {
        session.forget(id);
        Delivery delivery = running.get(id);
        if (delivery != null) {
            delivery.abort();
        }
    }

    /** Takes no more calls and begins none; false if that was said before. */
    public boolean close() {
        return closed.compareAndSet(false, true);
    }

    /** Whether the connection is over. */
    public boolean isClosed() {
        return closed.get();
    }

    /** Fails the calls of which nothing has left; the others may still be answered. */
    public void refuse(ConnectionLoss loss) {
        session.closing(loss);
        running.values().forEach(Delivery::withdraw);
    }

    /** Ends when nothing is on its way any more of what was when it was asked. */
    public CompletableFuture<Void> drained() {
        return CompletableFuture.allOf(
                running.values().stream().map(Delivery::ended).toArray(CompletableFuture<?>[]::new));
    }

    /** Abandons everything that is on its way. */
    public void abort() {
        running.values().forEach(Delivery::abort);
    }
}
