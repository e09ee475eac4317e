package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What carries the messages of a session to the server. Safe for concurrent use; no method waits. */
public interface Wire {
    /**
     * Sends a request of the gateway's own. Its answer, or its failure, is reported to the {@link Session}.
     *
     * @return false if the connection takes nothing any more, or not now
     */
    boolean request(long id, ObjectNode message);

    /** Sends a message that no answer is waited for; dropped where too many are on their way. */
    void send(ObjectNode message);
}
