package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.offer.MissingServers;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.McpMethod;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what servers log outside of calls to those who want it. Safe for concurrent use. */
public final class SharedLogs implements LogMessages {
    private static final Logger LOG = LoggerFactory.getLogger(SharedLogs.class);

    private final MissingServers servers;
    private final BiPredicate<String, String> hasOwn;
    private final int most;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

    /** By identity: one client may listen twice. */
    private static final class Listener {
        final McpView view;
        final String client;
        final Consumer<ObjectNode> taker;

        Listener(McpView view, String client, Consumer<ObjectNode> taker) {
            this.view = view;
            this.client = client;
            this.taker = taker;
        }
    }

    /**
     * Nobody listens yet.
     *
     * @param servers knows which servers a view has
     * @param hasOwn whether a server, by its name, has a connection of a client's own, by its key
     * @param most listeners at the same time
     */
    public SharedLogs(MissingServers servers, BiPredicate<String, String> hasOwn, int most) {
        this.servers = servers;
        this.hasOwn = hasOwn;
        this.most = most;
    }

    @Override
    public Runnable listen(McpView view, String client, Consumer<ObjectNode> listener) {
        if (listeners.size() >= most) {
            throw McpErrorException.inBand(
                    ErrorCode.INTERNAL_ERROR,
                    "There are " + most + " listeners already, the most there may be (mehari.mcp.lists.listeners)",
                    null);
        }
        Listener added = new Listener(view, client, listener);
        listeners.add(added);
        return () -> listeners.remove(added);
    }

    /**
     * A server says something that belongs to no call, on the connection that all share.
     *
     * @param server name of the one that says it
     * @param method of the notification; anything but a log message is nothing to this class
     * @param params of the notification
     */
    public void notified(String server, String method, ObjectNode params) {
        if (!method.equals(McpMethod.MESSAGE)) {
            return;
        }
        for (Listener listener : listeners) {
            if (concerns(listener, server)) {
                try {
                    listener.taker.accept(params);
                } catch (RuntimeException e) { // of one client, on the connection of all
                    LOG.warn("A log message of {} was not passed on", server, e);
                }
            }
        }
    }

    private boolean concerns(Listener listener, String server) {
        return servers.has(listener.view, server) && !hasOwn.test(server, listener.client);
    }
}
