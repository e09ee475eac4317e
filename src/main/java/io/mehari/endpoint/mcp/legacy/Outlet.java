package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where messages to a client go. Implementations are safe for concurrent use; no method waits. */
interface Outlet {
    /**
     * Sends a message that is no answer.
     *
     * @param message not changed afterwards
     * @return false if the client does not get it: it reads too slowly, or is gone and cannot take the stream up again
     */
    boolean send(ObjectNode message);

    /** Whether a client is there, so that it gets now what is sent. */
    boolean isAttached();

    /** Whether nothing can be sent any more, because the answer was. */
    boolean isFinished();
}
