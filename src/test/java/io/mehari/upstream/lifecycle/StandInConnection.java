package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connection without a server, which takes every call into its queue and remembers what it is asked. */
final class StandInConnection implements Connection {
    final List<PendingCall> queued = new CopyOnWriteArrayList<>();
    final List<Long> forgotten = new CopyOnWriteArrayList<>();
    final List<ObjectNode> sent = new CopyOnWriteArrayList<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    @Override
    public void open() {
        // The test says when it is ready.
    }

    @Override
    public CompletableFuture<Void> stop() {
        gone.complete(null);
        return gone;
    }

    @Override
    public CompletableFuture<Void> gone() {
        return gone;
    }

    @Override
    public boolean hasAnsweredCall() {
        return false;
    }

    @Override
    public CompletableFuture<Boolean> roundTrip() {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public boolean submit(PendingCall call) {
        return !call.enqueue(this) || queued.add(call);
    }

    @Override
    public void send(ObjectNode message) {
        sent.add(message);
    }

    @Override
    public void forget(long id) {
        forgotten.add(id);
    }

    @Override
    public void cancelled(long id, String reason) {
        told.add(reason);
    }
}
