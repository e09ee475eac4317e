package io.mehari.component.websocket;

import io.mehari.call.Scope;
import java.util.Optional;

/** What takes part in the life of the WebSockets of a path. Implementations are safe for concurrent use and do not block. */
public interface SocketEvents {
    /**
     * What a caller must be allowed to open a connection here.
     *
     * @return empty where the connection itself is open to all, and each message is checked
     */
    Optional<Scope> scope();

    /**
     * A connection was opened.
     *
     * @param socket the connection
     */
    default void opened(LiveSocket socket) {}

    /**
     * A message has come.
     *
     * @param socket where it came from
     * @param text the whole message
     */
    void message(LiveSocket socket, String text);

    /**
     * A connection has ended.
     *
     * @param socket the connection, to which nothing is sent any more
     */
    default void closed(LiveSocket socket) {}
}
