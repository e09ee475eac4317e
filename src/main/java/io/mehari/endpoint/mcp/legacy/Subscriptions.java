package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one session wants to be told: changes of lists, of resources, and log messages. Safe for concurrent use. */
final class Subscriptions {
    /** Most resources that one session watches. */
    static final int MOST = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final McpView view;
    private final SessionServices services;
    private final Listening listening;
    private Map<String, CompletableFuture<Runnable>> resources = Map.of();
    private Runnable lists;
    private final String client;
    private Runnable level;
    private Runnable logs;
    private boolean closed;

    /**
     * Nothing yet.
     *
     * @param client key of the session
     */
    Subscriptions(McpView view, String client, SessionServices services, Listening listening) {
        this.view = view;
        this.client = client;
        this.services = services;
        this.listening = listening;
    }

    /** From now on the client hears of lists that change. */
    synchronized void hearOfLists() {
        if (lists == null && !closed) {
            try {
                lists = services.changes().listen(view, listening::changed);
            } catch (McpErrorException e) {
                LOG.warn("A client is not told of changes of lists: {}", e.getMessage());
            }
        }
    }

    /**
     * The least grave log messages that the client wants; from now on it also hears of those that belong to no call.
     *
     * @param wanted whether the client wants a message, by its params
     */
    synchronized void level(LogLevel least, Predicate<ObjectNode> wanted) {
        if (closed) {
            return;
        }
        Runnable wish = services.levels().want(view, least.text());
        if (level != null) {
            level.run();
        }
        level = wish;
        if (logs == null) {
            logs = services.logs().listen(view, client, params -> {
                if (wanted.test(params)) {
                    listening.send(JsonRpcMessage.notification(McpMethod.MESSAGE, params));
                }
            });
        }
    }

    /**
     * The client watches a resource.
     *
     * @return ends when the server has confirmed; exceptionally with an {@link McpErrorException}
     */
    CompletableFuture<?> watch(String uri) {
        CompletableFuture<Runnable> watch = new CompletableFuture<>();
        synchronized (this) {
            if (resources.containsKey(uri)) {
                return resources.get(uri);
            }
            if (closed || resources.size() >= MOST) {
                throw McpErrorException.inBand(
                        ErrorCode.INTERNAL_ERROR,
                        "The session watches " + MOST + " resources already; unsubscribe from others first",
                        null);
            }
            if (resources.isEmpty()) {
                resources = new HashMap<>();
            }
            resources.put(uri, watch);
        }
        hearOfLists();
        services.watch().listen(view, uri, params -> updated(uri, params)).whenComplete((end, failure) -> {
            if (failure != null) {
                forget(uri, watch);
                watch.completeExceptionally(failure);
            } else {
                watch.complete(end);
            }
        });
        return watch;
    }

    private void updated(String uri, ObjectNode params) {
        listening.updated(uri, JsonRpcMessage.notification(McpMethod.RESOURCES_UPDATED, params));
    }

    private synchronized void forget(String uri, CompletableFuture<Runnable> watch) {
        resources.remove(uri, watch);
    }

    /** The client does not watch a resource any more; of no effect if it did not. */
    void unwatch(String uri) {
        CompletableFuture<Runnable> watch;
        synchronized (this) {
            watch = resources.isEmpty() ? null : resources.remove(uri);
        }
        if (watch != null) {
            watch.thenAccept(Runnable::run);
        }
    }

    void close() {
        List<CompletableFuture<Runnable>> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(resources.values());
            resources = Map.of();
        }
        left.forEach(watch -> watch.thenAccept(Runnable::run));
        if (lists != null) {
            lists.run();
        }
        Stream.of(level, logs).filter(Objects::nonNull).forEach(Runnable::run);
    }
}
