package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What carries the messages of a session to the server. Safe for concurrent use; no method waits. */
public interface Wire {
    /**
     * Sends a request of the gateway's own. Its answer, or its failure, is reported to the {@link Session}.
     *
     * @param id of the request
     * @param message the whole JSON-RPC request; not changed afterwards
     * @return false if the connection takes nothing any more, or not now
     */
    boolean request(long id, ObjectNode message);

    /**
     * Sends a message that no answer is waited for; dropped where too many are on their way.
     *
     * @param message the whole JSON-RPC message; not changed afterwards
     */
    void send(ObjectNode message);
}
