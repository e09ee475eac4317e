package io.mehari.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ReplicaTry;
import io.mehari.call.ToolCallResult.Failed;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A request of a caller on its way to a server, such as {@code tools/call}. Safe for concurrent use. */
public interface UpstreamCall {
    /**
     * The answer.
     *
     * @return ends exactly once: with the JSON-RPC {@code result} object, or exceptionally with a {@link
     *     io.mehari.call.ToolCallException} that says whether the request was sent; never, once it was cancelled
     */
    CompletableFuture<ObjectNode> result();

    /**
     * Cancels the call: notifies the server by {@code notifications/cancelled} if it was sent, forgets the request id
     * (a late answer is dropped) and frees what it held. The result then never completes. Does nothing once the call
     * has ended. Of several who cancel a call at the same time, only one gets another answer than {@link
     * Cancellation#TOO_LATE}.
     *
     * @param reason one sentence for the server's log
     * @return how far the call had come in the moment it was cancelled
     */
    Cancellation cancel(String reason);

    /**
     * Takes the call back if it still waits for its server to connect: it then ends as if it were cancelled.
     *
     * @return false, and the call unchanged, if it has gone further or has ended
     */
    default boolean withdraw() {
        return false;
    }

    /**
     * What a call that was cancelled by its time limit ends in. Where several connections serve as one server, the one
     * that did not answer is told, and the failure says which it was.
     *
     * @param failure as it is for a server with one connection
     * @return the failure to be reported
     */
    default Failed limited(Failed failure) {
        return failure;
    }

    /**
     * The connections that were tried, where several serve as one server.
     *
     * @return in their order; empty where there is one connection only
     */
    default List<ReplicaTry> tries() {
        return List.of();
    }

    /** How far a call had come when it was cancelled. */
    enum Cancellation {
        /** Its server surely did not run it, and never will: it may safely be made again. */
        NEVER_SENT,
        /** It has left the gateway, or was about to: its tool may have run, or may still. */
        SENT,
        /** It had ended, and its result tells how; or it was cancelled before, and whoever did so knows. */
        TOO_LATE
    }
}
