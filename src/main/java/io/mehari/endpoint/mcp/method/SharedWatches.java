package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.McpMethod;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what servers say of changed resources to those who watch these. Safe for concurrent use. */
public final class SharedWatches implements ResourceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SharedWatches.class);

    private final ResourceOwners owners;
    private final Subscriptions subscriptions;
    private final int most;
    private final Map<String, Map<String, Set<Watch>>> byServer = new ConcurrentHashMap<>();
    private final AtomicInteger watches = new AtomicInteger();

    /** Asks servers to say when resources change; counts how often it was asked. */
    public interface Subscriptions {
        /**
         * Begins a subscription.
         *
         * @param server name of the server
         * @param uri of the resource
         * @return ends when the server has agreed
         */
        CompletableFuture<Void> subscribe(String server, String uri);

        /**
         * Ends one.
         *
         * @param server name of the server
         * @param uri of the resource
         */
        void unsubscribe(String server, String uri);
    }

    /** By identity: one consumer may watch twice. */
    private static final class Watch {
        final Consumer<ObjectNode> listener;

        Watch(Consumer<ObjectNode> listener) {
            this.listener = listener;
        }
    }

    /**
     * Nobody watches yet.
     *
     * @param owners finds whose a resource is
     * @param subscriptions asks servers
     * @param most watches at the same time
     */
    public SharedWatches(ResourceOwners owners, Subscriptions subscriptions, int most) {
        this.owners = owners;
        this.subscriptions = subscriptions;
        this.most = most;
    }

    @Override
    public CompletableFuture<Runnable> listen(McpView view, String uri, Consumer<ObjectNode> listener) {
        Optional<Owner> owner = owners.of(view, uri);
        if (owner.isEmpty()) {
            return CompletableFuture.failedFuture(OfferRequests.notFound(uri));
        }
        if (owner.get().route()) {
            return CompletableFuture.completedFuture(() -> {}); // a route says nothing of changes
        }
        if (watches.incrementAndGet() > most) {
            watches.decrementAndGet();
            return CompletableFuture.failedFuture(McpErrorException.inBand(
                    ErrorCode.INTERNAL_ERROR,
                    "There are " + most + " subscriptions of resources already (mehari.mcp.lists.listeners); end some"
                            + " first",
                    null));
        }
        return begin(owner.get().server(), uri, new Watch(listener));
    }

    /** The listener is there before the server is asked, so that nothing it says is missed. */
    private CompletableFuture<Runnable> begin(String server, String uri, Watch watch) {
        byServer.compute(server, (name, known) -> {
            Map<String, Set<Watch>> uris = known == null ? new ConcurrentHashMap<>() : known;
            uris.computeIfAbsent(uri, key -> ConcurrentHashMap.newKeySet()).add(watch);
            return uris;
        });
        AtomicBoolean ended = new AtomicBoolean();
        return subscriptions.subscribe(server, uri).handle((agreed, failure) -> {
            if (failure != null) {
                remove(server, uri, watch);
                throw CallErrors.of(failure, context());
            }
            return () -> {
                if (ended.compareAndSet(false, true)) {
                    remove(server, uri, watch);
                    subscriptions.unsubscribe(server, uri);
                }
            };
        });
    }

    /** The request by which it was asked for is answered elsewhere. */
    private static CallContext context() {
        return new CallContext("of a subscription", Caller.ANONYMOUS, Instant.now(), System.nanoTime());
    }

    private void remove(String server, String uri, Watch watch) {
        watches.decrementAndGet();
        byServer.computeIfPresent(server, (name, uris) -> {
            uris.computeIfPresent(uri, (key, all) -> {
                all.remove(watch);
                return all.isEmpty() ? null : all;
            });
            return uris.isEmpty() ? null : uris;
        });
    }

    /**
     * A server has said something that belongs to no call. Must not block.
     *
     * @param server name of the server
     * @param method of the notification
     * @param params of the notification; its {@code uri} may be that of a part of what is watched
     */
    public void notified(String server, String method, ObjectNode params) {
        if (!method.equals(McpMethod.RESOURCES_UPDATED)) {
            return;
        }
        String uri = params.path("uri").asText();
        byServer.getOrDefault(server, Map.of()).forEach((watched, all) -> {
            if (uri.startsWith(watched)) {
                all.forEach(watch -> tell(watch, server, params));
            }
        });
    }

    private static void tell(Watch watch, String server, ObjectNode params) {
        try {
            watch.listener.accept(params);
        } catch (RuntimeException e) {
            LOG.warn("A listener for changed resources of {} has failed", server, e);
        }
    }
}
