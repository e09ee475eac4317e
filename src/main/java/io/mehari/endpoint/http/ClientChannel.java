package io.mehari.endpoint.http;

import java.util.concurrent.Executor;

/** The connection that a request came by, for as long as its response is awaited. Safe for concurrent use. */
public interface ClientChannel {
    /**
     * Runs an action when the client disconnects before its response has been sent; immediately if it has already.
     * Runs on the connection's event loop: must not block. A later action replaces an earlier one.
     */
    void onDisconnect(Runnable action);

    /** Whether the client has disconnected before its response was sent. */
    boolean isDisconnected();

    /** Runs tasks on the connection's event loop. */
    Executor executor();

    /**
     * Begins a response that is a stream of events. What the ingress route leaves as {@link Response} is its last event.
     *
     * @param request whose response begins
     * @throws IllegalStateException if it has begun already
     */
    EventStream stream(Request request);

    /** The stream that the response has become; null if it is sent as a whole. */
    EventStream stream();
}
