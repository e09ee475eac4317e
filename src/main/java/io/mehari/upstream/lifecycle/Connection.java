package io.mehari.upstream.lifecycle;

import java.util.concurrent.CompletableFuture;

/** One connection to a server, from its beginning to its end. Safe for concurrent use; no method waits. */
public interface Connection {
    /** Begins to connect; ends in {@link ConnectionOwner#ready} or {@link ConnectionOwner#lost}. Called once. */
    void open();

    /** Takes nothing more and ends; what was sent may still be answered while it does. */
    CompletableFuture<Void> stop();

    /** Ends when the connection is over and the next one may begin. */
    CompletableFuture<Void> gone();

    /** Whether a call was ever answered: the server works. */
    boolean hasAnsweredCall();

    /** Asks a question that runs nothing; ends as {@link io.mehari.upstream.Upstream#ping()} does. */
    CompletableFuture<Boolean> roundTrip();

    /** Puts the call on its way, or fails it; false, and the call unchanged, if the connection has ended. */
    boolean submit(PendingCall call);

    /** Drops what will be answered to this request. */
    void forget(long id);

    /** Notifies the server that a request it was sent is cancelled. */
    void cancelled(long id, String reason);
}
