package io.mehari.endpoint.mcp.method;

import io.mehari.endpoint.mcp.message.McpView;
import java.util.function.Consumer;

/**
 * Tells when lists of a view have changed. Changes that follow each other closely are told once. Safe for concurrent use.
 */
public interface OfferChanges {
    /**
     * Adds a listener.
     *
     * @param view whose lists
     * @param listener told of each list that has changed, on a thread of the gateway's timer: must not block, and hands on
     *     to the event loop of its client. What it throws is logged and dropped
     * @return removes the listener; may be run more than once
     * @throws io.mehari.endpoint.mcp.message.McpErrorException if there are as many listeners as the gateway holds
     */
    Runnable listen(McpView view, Consumer<ListKind> listener);
}
