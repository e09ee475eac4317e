package io.mehari.endpoint.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.Executor;

/** The connection that a request came by, for as long as its response is awaited. Safe for concurrent use. */
public interface ClientChannel {
    /**
     * Sets what to do when the client disconnects before its response has been sent. Runs immediately, on the calling
     * thread, if the client has disconnected already; otherwise on the connection's event loop.
     *
     * @param action must not block; replaces an earlier one
     */
    void onDisconnect(Runnable action);

    /**
     * Whether the client has disconnected before its response was sent.
     *
     * @return true once it has; false for good once the response has been sent
     */
    boolean isDisconnected();

    /** The exchange of the request has ended: nothing works on the request any more, and its response is to be written. */
    void ended();

    /** Closes the connection without a response: for a response that cannot be made. */
    void close();

    /**
     * The connection's event loop.
     *
     * @return runs tasks on one thread, in the order they come; they must not block
     */
    Executor executor();

    /**
     * Begins a response that is a stream of events. The {@link Response} that the ingress route leaves becomes its last
     * event; one without a media type only ends it.
     *
     * @param request the request whose response begins
     * @param style how the protocol uses the stream
     * @return the stream, whose head has been sent
     * @throws IllegalStateException if it has begun already
     */
    EventStream stream(Request request, StreamStyle style);

    /**
     * The stream that the response has become.
     *
     * @return null if the response is sent as a whole
     */
    EventStream stream();

    /**
     * Begins a response that comes from elsewhere. The {@link Response} that the ingress route leaves only ends it.
     *
     * @param status its HTTP status
     * @param headers all of its headers, those that frame its body included
     * @return the response, whose head has been sent; on the connection's event loop
     * @throws IllegalStateException if it has begun already
     */
    PipedResponse pipe(HttpResponseStatus status, HttpHeaders headers);

    /**
     * The response from elsewhere that has begun.
     *
     * @return null if there is none
     */
    PipedResponse piped();
}
