package io.mehari.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Is notified of changes at an upstream; called on the connection's threads, must not block. */
public interface UpstreamListener {
    /**
     * A list of what the server offers was read, and differs from what was known.
     *
     * @param upstream whose {@link Upstream#offer()} has it
     * @param kind which list
     */
    void offerChanged(Upstream upstream, Offer.Kind kind);

    /**
     * Who answers what servers ask of the gateway; asked once per upstream.
     *
     * @return never null
     */
    default ServerRequestHandler serverRequests() {
        return ServerRequestHandler.NONE;
    }

    /**
     * The server says something that belongs to no call of a client that is notified itself: {@code
     * notifications/resources/updated}, a log message, or what the gateway does not know. At most a thousand a second.
     *
     * @param upstream who says it
     * @param method of the notification; text of the server's choosing
     * @param params of the notification, not changed afterwards; an empty object if it has none
     */
    default void notified(Upstream upstream, String method, ObjectNode params) {}

    /**
     * The connection's state changed.
     *
     * @param upstream whose connection
     * @param state the new one; a later one may hold already
     */
    void stateChanged(Upstream upstream, UpstreamState state);

    /**
     * The state of one of several connections that serve as one server has changed; what follows from it for the server
     * is told by {@link #stateChanged}.
     *
     * @param server the server
     * @param replica its connection
     * @param state the new one; a later one may hold already
     */
    default void replicaChanged(Upstream server, Upstream replica, UpstreamState state) {}

    /**
     * One of several connections that serve as one server offers other tools than the catalogue shows, or no longer
     * does.
     *
     * @param server the server
     * @param replica its connection
     * @param difference what is different; empty once it offers the same
     */
    default void replicaDiffers(Upstream server, Upstream replica, Optional<String> difference) {}
}
