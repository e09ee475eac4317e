package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One connection to a server, from its beginning to its end. Safe for concurrent use; no method waits. */
public interface Connection {
    /** Begins to connect; ends in {@link ConnectionOwner#ready} or {@link ConnectionOwner#lost}. Called once. */
    void open();

    /**
     * Takes nothing more and ends; what was sent may still be answered while it does.
     *
     * @return ends when nothing of the connection is left
     */
    CompletableFuture<Void> stop();

    /** {@return ends when the connection is over, however that comes, and the next one may begin; never exceptionally} */
    CompletableFuture<Void> gone();

    /** {@return whether a call was ever answered, so that the server works} */
    boolean hasAnsweredCall();

    /**
     * What the server said at last, beside the protocol, which may tell why it ended.
     *
     * @return for operators and never for callers; without secrets; empty if nothing is known
     */
    default String lastWords() {
        return "";
    }

    /** {@return the last lines of the same, for operators; empty if nothing is known} */
    default List<String> lastLines() {
        return List.of();
    }

    /**
     * Asks a question that runs nothing.
     *
     * @return ends as {@link io.mehari.upstream.Upstream#ping()} does
     */
    CompletableFuture<Boolean> roundTrip();

    /**
     * Encodes the call for the era of this connection and puts it on its way, or fails it.
     *
     * @param call waits for a connection
     * @return false, and the call unchanged, if the connection has ended
     */
    boolean submit(PendingCall call);

    /**
     * Sends a message that no answer is waited for; dropped where too many are on their way.
     *
     * @param message the whole JSON-RPC message; not changed afterwards
     */
    void send(ObjectNode message);

    /**
     * Drops what will be answered to a request.
     *
     * @param id of the request
     */
    void forget(long id);

    /**
     * Notifies the server that a request it was sent is cancelled.
     *
     * @param id of the request
     * @param reason one sentence for the server's log
     */
    void cancelled(long id, String reason);
}
