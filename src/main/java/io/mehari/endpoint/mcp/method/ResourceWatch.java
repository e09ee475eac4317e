package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpView;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Tells when resources have changed ({@code notifications/resources/updated}): all who watch one resource share one
 * subscription at its server. Safe for concurrent use.
 */
public interface ResourceWatch {
    /**
     * Watches one resource.
     *
     * @param view in which it is looked for
     * @param uri of the resource, as clients have it
     * @param listener given the params of each notification, to be read only, on a thread of a connection: must not block
     * @return ends as soon as the server has confirmed, with what ends the watch (may be run more than once);
     *     exceptionally with a {@link io.mehari.endpoint.mcp.message.McpErrorException} if no server has the resource,
     *     refuses or is down
     */
    CompletableFuture<Runnable> listen(McpView view, String uri, Consumer<ObjectNode> listener);
}
