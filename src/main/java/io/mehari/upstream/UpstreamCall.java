package io.mehari.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;

/** A request of a caller on its way to a server, such as {@code tools/call}. Safe for concurrent use. */
public interface UpstreamCall {
    /**
     * The answer. Ends exactly once: with the JSON-RPC {@code result}, or exceptionally with a {@link
     * io.mehari.call.ToolCallException}.
     */
    CompletableFuture<ObjectNode> result();

    /**
     * Gives the call up: tells the server by {@code notifications/cancelled} if it was sent, forgets the request id
     * (a late answer is dropped) and frees what it held. The result then never completes. Does nothing once the call
     * has ended. Of several who give up a call at the same time, only one hears something else than {@link
     * Cancellation#TOO_LATE}.
     *
     * @param reason one sentence for the server's log
     * @return how far the call had come in the moment it was given up
     */
    Cancellation cancel(String reason);

    /** How far a call had come when it was given up. */
    enum Cancellation {
        /** Its server surely did not run it, and never will: it may safely be made again. */
        NEVER_SENT,
        /** It has left the gateway, or was about to: its tool may have run, or may still. */
        SENT,
        /** It had ended, and its result tells how; or it was given up before, and whoever did so knows. */
        TOO_LATE
    }
}
