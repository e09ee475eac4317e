package io.mehari.component.websocket;

import io.mehari.call.Caller;
import java.net.InetAddress;

/** An open WebSocket, as routes and commands see it. Implementations are safe for concurrent use and never block. */
public interface LiveSocket {
    /**
     * Names this connection among all.
     *
     * @return never null
     */
    String key();

    /**
     * The path at which it was opened.
     *
     * @return begins with a slash
     */
    String path();

    /**
     * Who opened it.
     *
     * @return {@link Caller#ANONYMOUS} where no key was shown with the request
     */
    Caller caller();

    /**
     * The machine that it comes from.
     *
     * @return null if it is not known
     */
    InetAddress peer();

    /**
     * Sends an answer, which is never dropped while the connection is open.
     *
     * @param text one message
     */
    void send(String text);

    /**
     * Sends what may be dropped where the other side reads too slowly: the oldest such message goes first, and is counted.
     *
     * @param text one message
     */
    void push(String text);

    /**
     * As {@link #push}, but may wait for {@link #flush}, so that many messages go to the network together.
     *
     * @param text one message
     */
    default void queue(String text) {
        push(text);
    }

    /** Sends what was queued. */
    default void flush() {}

    /**
     * Ends the connection, once what waits has been sent.
     *
     * @param status status code (RFC 6455, section 7.4)
     * @param reason for people, at most 120 characters
     */
    void close(int status, String reason);
}
