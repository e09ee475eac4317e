package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpView;
import java.util.function.Consumer;

/** Log messages of servers that belong to no call ({@code notifications/message}). Safe for concurrent use. */
public interface LogMessages {
    /**
     * Hears of the log messages of a view's servers. A server that has a connection of the client's own says there what it
     * says to that client; what it says on the one that all share is left out then, or the client would hear it twice.
     *
     * @param view of which servers
     * @param client the listening client's {@link io.mehari.call.Client#key()}
     * @param listener given the params of each message, to be read only, on a thread of a connection: must not block
     * @return ends it; may be run more than once
     * @throws io.mehari.endpoint.mcp.message.McpErrorException if too many listen already
     */
    Runnable listen(McpView view, String client, Consumer<ObjectNode> listener);
}
