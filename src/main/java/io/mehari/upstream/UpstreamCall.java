package io.mehari.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;

/** A {@code tools/call} on its way. */
public interface UpstreamCall {
    /**
     * The answer. Ends exactly once: with the JSON-RPC {@code result}, or exceptionally with a {@link
     * io.mehari.call.ToolCallException}.
     */
    CompletableFuture<ObjectNode> result();

    /**
     * Gives the call up: tells the server by {@code notifications/cancelled}, forgets the request id (a late
     * answer is dropped) and frees what it held. The result then never completes. Does nothing once the call has
     * ended.
     *
     * @param reason one sentence for the server's log
     */
    void cancel(String reason);
}
