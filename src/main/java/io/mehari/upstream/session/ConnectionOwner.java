package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/** Who uses a connection. Called on its threads, must not block. */
public interface ConnectionOwner {
    /** The handshake is over. */
    void ready(Connection connection, ServerIdentity identity);

    /** A list of tools was read to its end. */
    void toolsRead(List<ObjectNode> tools);

    /**
     * The connection ended.
     *
     * @param atLeast shortest pause before the next attempt to connect
     * @return time to the next attempt
     */
    Duration lost(Connection connection, String reason, Duration atLeast);

    /** A call that surely did not run, taken back from a connection, is to be sent on the next one. */
    void sendAgain(SessionCall call);
}
