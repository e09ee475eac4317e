package io.mehari.capacity;

import java.util.concurrent.ConcurrentLinkedDeque;

/** Connections that nobody uses at the moment, the latest first. There are never more than callers. Safe for concurrent use. */
final class IdleConnections {
    private final ConcurrentLinkedDeque<CallConnection> connections = new ConcurrentLinkedDeque<>();

    /** One that is open; null if there is none. */
    CallConnection take() {
        CallConnection found = connections.pollFirst();
        while (found != null && !found.isOpen()) {
            found = connections.pollFirst();
        }
        return found;
    }

    void give(CallConnection connection) {
        connections.addFirst(connection);
    }

    void remove(CallConnection connection) {
        connections.remove(connection);
    }
}
