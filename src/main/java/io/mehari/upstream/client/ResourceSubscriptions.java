package io.mehari.upstream.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ClientErrorException;
import io.mehari.call.ProgressListener;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which resources servers are to say of that they changed, counted over everybody who wants to know: a server is asked
 * by the first and asked no more after the last, and asked again whenever it is connected again. What it then says comes
 * by {@link io.mehari.upstream.UpstreamListener#notified}. At most 1,000 resources of one server. Safe for concurrent use;
 * nothing waits.
 */
public final class ResourceSubscriptions {
    /** Most resources of one server that are subscribed to. */
    public static final int MOST = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ResourceSubscriptions.class);

    private final Upstreams upstreams;
    private final Map<String, Map<String, Subscription>> byServer = new ConcurrentHashMap<>();

    /** One resource. Guarded by the map it is in. */
    private static final class Subscription {
        private int users;

        /** Ends with what the server was last asked of the resource: it is asked one thing at a time. */
        private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    }

    /**
     * No subscriptions yet.
     *
     * @param upstreams the connections to servers
     */
    public ResourceSubscriptions(Upstreams upstreams) {
        this.upstreams = upstreams;
        upstreams.onChange(server -> {
            if (upstreams.find(server).isEmpty()) {
                byServer.remove(server);
            }
        });
    }

    /**
     * Whether a server can be asked.
     *
     * @param server name of the server
     * @return true if it declares {@code resources.subscribe}
     */
    public boolean isOffered(String server) {
        return upstreams
                .find(server)
                .map(Upstream::capabilities)
                .filter(declared -> declared.path("resources").path("subscribe").asBoolean())
                .isPresent();
    }

    /**
     * Somebody wants to know of changes; {@link #unsubscribe} follows once for each time that it succeeded.
     *
     * @param server name of the server
     * @param uri of the resource, as the server has it
     * @return ends when the server has agreed; exceptionally with a {@link ClientErrorException} if it takes no
     *     subscriptions or has too many, with a {@link io.mehari.call.ToolCallException} if it refuses or is down
     */
    public CompletableFuture<Void> subscribe(String server, String uri) {
        if (!isOffered(server)) {
            return refused(ErrorCode.METHOD_NOT_FOUND, "Server " + server + " takes no subscriptions of resources");
        }
        Map<String, Subscription> ofServer = byServer.computeIfAbsent(server, name -> new HashMap<>());
        CompletableFuture<Void> agreed;
        synchronized (ofServer) {
            Subscription subscription = ofServer.get(uri);
            if (subscription == null && ofServer.size() >= MOST) {
                return refused(
                        ErrorCode.INTERNAL_ERROR,
                        "There are subscriptions of " + MOST + " resources of server " + server + ", the most there may"
                                + " be; end some first");
            }
            if (subscription == null) {
                subscription = new Subscription();
                ofServer.put(uri, subscription);
            }
            if (subscription.users++ == 0) {
                next(subscription, server, McpMethod.RESOURCES_SUBSCRIBE, uri);
            }
            agreed = subscription.last;
        }
        return agreed.whenComplete((done, failure) -> {
            if (failure != null) {
                leave(ofServer, uri);
            }
        });
    }

    /**
     * Somebody does not want to know of changes any more.
     *
     * @param server name of the server
     * @param uri of the resource
     * @return ends when the server was told, if it was the last one; never exceptionally
     */
    public CompletableFuture<Void> unsubscribe(String server, String uri) {
        Map<String, Subscription> ofServer = byServer.get(server);
        if (ofServer == null) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> told;
        synchronized (ofServer) {
            Subscription subscription = ofServer.get(uri);
            if (subscription == null || subscription.users == 0 || --subscription.users > 0) {
                return CompletableFuture.completedFuture(null);
            }
            next(subscription, server, McpMethod.RESOURCES_UNSUBSCRIBE, uri);
            told = subscription.last;
        }
        return told.handle((done, failure) -> {
            forget(ofServer, uri);
            return null;
        });
    }

    /**
     * The usual connection of a server is ready, for the first time or again: it knows of no subscription.
     *
     * @param server name of the server
     */
    public void ready(String server) {
        Map<String, Subscription> ofServer = byServer.get(server);
        if (ofServer == null || !isOffered(server)) {
            return;
        }
        List<CompletableFuture<Void>> asked = new ArrayList<>();
        synchronized (ofServer) {
            ofServer.forEach((uri, subscription) -> {
                if (subscription.users > 0) {
                    next(subscription, server, McpMethod.RESOURCES_SUBSCRIBE, uri);
                    asked.add(subscription.last);
                }
            });
        }
        asked.forEach(last -> last.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("{} did not take up a subscription again: {}", server, failure.toString());
            }
        }));
    }

    /**
     * How many resources of a server are subscribed to.
     *
     * @param server name of the server
     * @return from 0 to {@link #MOST}
     */
    public int count(String server) {
        Map<String, Subscription> ofServer = byServer.getOrDefault(server, Map.of());
        synchronized (ofServer) {
            return ofServer.size();
        }
    }

    private void next(Subscription subscription, String server, String method, String uri) {
        subscription.last =
                subscription.last.handle((done, failure) -> null).thenCompose(before -> send(server, method, uri));
    }

    private CompletableFuture<Void> send(String server, String method, String uri) {
        ObjectNode params = Json.object().put("uri", uri);
        return upstreams
                .find(server)
                .map(upstream -> upstream.request(method, params, ProgressListener.NONE)
                        .result()
                        .<Void>thenApply(result -> null))
                .orElseGet(() -> refused(ErrorCode.INTERNAL_ERROR, "Server " + server + " was removed"));
    }

    private static void leave(Map<String, Subscription> ofServer, String uri) {
        synchronized (ofServer) {
            Subscription subscription = ofServer.get(uri);
            if (subscription != null && --subscription.users <= 0) {
                ofServer.remove(uri);
            }
        }
    }

    private static void forget(Map<String, Subscription> ofServer, String uri) {
        synchronized (ofServer) {
            Subscription subscription = ofServer.get(uri);
            if (subscription != null && subscription.users == 0) {
                ofServer.remove(uri);
            }
        }
    }

    private static CompletableFuture<Void> refused(int code, String message) {
        return CompletableFuture.failedFuture(new ClientErrorException(code, message, null));
    }
}
