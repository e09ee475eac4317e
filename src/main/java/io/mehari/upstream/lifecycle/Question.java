package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.JsonRpcMessage;
import io.netty.util.Timeout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a server has asked a client, from its request to its answer. Ends once: by the client's answer, at its time
 * limit, with the call it belongs to, with the connection, or because the server withdraws it. The client's future is
 * cancelled in every case but the first. Safe for concurrent use.
 */
final class Question {
    private final JsonRpcMessage request;
    private final PendingCall call;
    private final ByteBudget.Share held;
    private final CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile CompletableFuture<ObjectNode> asked = new CompletableFuture<>();
    private volatile Timeout limit;

    /**
     * A question that nobody was asked yet.
     *
     * @param call on account of which it is asked; null if of none
     * @param held what it takes in memory
     */
    Question(JsonRpcMessage request, PendingCall call, ByteBudget.Share held) {
        this.request = request;
        this.call = call;
        this.held = held;
    }

    JsonRpcMessage request() {
        return request;
    }

    /** The call on account of which it is asked; null if of none. */
    PendingCall call() {
        return call;
    }

    /** The message that answers the server; null if it is not to be answered. Never fails. */
    CompletableFuture<ObjectNode> answer() {
        return answer;
    }

    /** Takes the memory it needs; false if there is none left. */
    boolean holds(long limit) {
        return held.hold(JsonSize.of(request.tree(), limit));
    }

    boolean isEnded() {
        return ended.get();
    }

    /** Somebody was asked. */
    void asked(CompletableFuture<ObjectNode> client) {
        asked = client;
        if (isEnded()) {
            client.cancel(false);
        }
    }

    /** Its time is limited. */
    void limit(Timeout timeout) {
        limit = timeout;
        if (isEnded()) {
            timeout.cancel();
        }
    }

    /** The call it belongs to has ended. */
    void callEnded() {
        fail("The request that this belongs to has ended");
    }

    /** Answers the server by an error, unless the question has ended. */
    boolean fail(String reason) {
        return end(JsonRpcMessage.errorResponse(request.id(), ErrorCode.INTERNAL_ERROR, reason));
    }

    /**
     * Ends the question.
     *
     * @param message to the server; null for none
     * @return false if it had ended
     */
    boolean end(ObjectNode message) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        Timeout timeout = limit;
        if (timeout != null) {
            timeout.cancel();
        }
        held.close();
        if (call != null) {
            call.asksNoMore(this);
        }
        answer.complete(message);
        asked.cancel(false);
        return true;
    }
}
