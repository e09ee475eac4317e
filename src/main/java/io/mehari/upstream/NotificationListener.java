package io.mehari.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Takes what servers say without being asked; called on the threads of connections, must not block. */
@FunctionalInterface
public interface NotificationListener {
    /**
     * A server said something on its usual connection that belongs to no call.
     *
     * @param server name of the server
     * @param method of the notification; text of the server's choosing
     * @param params of the notification, not changed afterwards; an empty object if it has none
     */
    void notified(String server, String method, ObjectNode params);
}
