package io.mehari.component.websocket;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who is connected, and which routes belong to which path. There is one of it: connections stay while route files are
 * replaced. Safe for concurrent use.
 */
public final class SocketHub {
    /** Paths of the gateway's own commands; routes cannot take their messages. */
    public static final Set<String> OWN = Set.of("/", "/ws");

    private final Map<String, LiveSocket> sockets = new ConcurrentHashMap<>();
    private final Map<String, SocketEvents> listeners = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> senders = new ConcurrentHashMap<>();

    /**
     * Gives the connections of a path to a listener; the one before it gets nothing any more.
     *
     * @param path begins with a slash
     * @param events the listener
     */
    public void listen(String path, SocketEvents events) {
        listeners.put(path, events);
    }

    /**
     * Takes a listener away, unless another has taken its place.
     *
     * @param path as it was given
     * @param events the listener
     */
    public void forget(String path, SocketEvents events) {
        listeners.remove(path, events);
    }

    /**
     * A route sends to the connections of a path.
     *
     * @param path begins with a slash
     */
    void addSender(String path) {
        senders.computeIfAbsent(path, first -> new AtomicInteger()).incrementAndGet();
    }

    /**
     * A route sends there no more.
     *
     * @param path as it was given
     */
    void removeSender(String path) {
        senders.computeIfPresent(path, (same, count) -> count.decrementAndGet() <= 0 ? null : count);
    }

    /**
     * Whether a connection can be opened at a path.
     *
     * @param path begins with a slash
     * @return true where a route takes messages, or sends some
     */
    public boolean serves(String path) {
        return listeners.containsKey(path) || senders.containsKey(path);
    }

    /**
     * What takes the messages of a path.
     *
     * @param path begins with a slash
     * @return empty where routes only send
     */
    public Optional<SocketEvents> listener(String path) {
        return Optional.ofNullable(listeners.get(path));
    }

    /**
     * A connection was opened.
     *
     * @param socket the connection
     */
    public void opened(LiveSocket socket) {
        sockets.put(socket.key(), socket);
        listener(socket.path()).ifPresent(events -> events.opened(socket));
    }

    /**
     * A connection has ended.
     *
     * @param socket the connection
     */
    public void closed(LiveSocket socket) {
        if (sockets.remove(socket.key()) != null) {
            listener(socket.path()).ifPresent(events -> events.closed(socket));
        }
    }

    /**
     * A connection that is open.
     *
     * @param key its key
     * @return empty once it has ended
     */
    public Optional<LiveSocket> find(String key) {
        return Optional.ofNullable(sockets.get(key));
    }

    /**
     * The connections of a path.
     *
     * @param path begins with a slash
     * @return those that are open now, in no order
     */
    public List<LiveSocket> at(String path) {
        return sockets.values().stream()
                .filter(socket -> socket.path().equals(path))
                .toList();
    }

    /**
     * All connections.
     *
     * @return a view, in no order
     */
    public Collection<LiveSocket> all() {
        return sockets.values();
    }
}
