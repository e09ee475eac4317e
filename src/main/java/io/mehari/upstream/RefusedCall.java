package io.mehari.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import java.util.concurrent.CompletableFuture;

/** A request that was refused before anything was done for it. */
public final class RefusedCall implements UpstreamCall {
    private final CompletableFuture<ObjectNode> result;

    /**
     * A refusal.
     *
     * @param why what the request ends in
     */
    public RefusedCall(Failed why) {
        this.result = CompletableFuture.failedFuture(new ToolCallException(why));
    }

    @Override
    public CompletableFuture<ObjectNode> result() {
        return result;
    }

    @Override
    public Cancellation cancel(String reason) {
        return Cancellation.TOO_LATE;
    }
}
