package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.upstream.Offer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Who uses a connection. Called on its threads, must not block. */
public interface ConnectionOwner {
    /** The client capabilities to declare in {@code initialize}. */
    ObjectNode capabilities();

    /**
     * What earlier connections have learned of the server.
     *
     * @return the same for all connections
     */
    default ServerMemory memory() {
        return new ServerMemory();
    }

    /**
     * The server asks for something.
     *
     * @param call on account of which it asks; null if that is not known
     * @return ends with the message that answers it, or with null if it is left unanswered, and never fails
     */
    CompletableFuture<ObjectNode> asked(JsonRpcMessage request, PendingCall call);

    /**
     * The server says something that is neither progress nor the change of a list.
     *
     * @param call on account of which it says it; null if that is not known
     */
    void notified(JsonRpcMessage notification, PendingCall call);

    /** The handshake is over. */
    void ready(Connection connection, ServerIdentity identity);

    /**
     * A list of what the server offers was read to its end.
     *
     * @param kind which list
     * @param entries as the server gave them, in its order; not changed any more
     */
    void listRead(Offer.Kind kind, List<ObjectNode> entries);

    /**
     * The connection ended.
     *
     * @param atLeast shortest pause before the next attempt to connect
     * @return time to the next attempt
     */
    Duration lost(Connection connection, String reason, Duration atLeast);

    /** A call that surely did not run, taken back from a connection, is to be sent on the next one. */
    void sendAgain(PendingCall call);
}
