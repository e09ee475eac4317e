package io.mehari.upstream.replica;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ProgressListener;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests that change what a server says of itself, and so go to every replica: subscriptions of resources and log
 * levels. A replica that connects later is asked the same. Remembers at most 1,000. Safe for concurrent use.
 */
final class SharedRequests {
    private static final int MOST = 1_000;
    private static final String LEVEL = "";

    private final Map<String, ReplicatedRequest> kept = new LinkedHashMap<>();

    static boolean isShared(String method) {
        return switch (method) {
            case McpMethod.RESOURCES_SUBSCRIBE, McpMethod.RESOURCES_UNSUBSCRIBE, McpMethod.LOGGING_SET_LEVEL -> true;
            default -> false;
        };
    }

    /**
     * Asks all of them.
     *
     * @param connected at least one
     * @return ends with the first success, else with the last failure
     */
    UpstreamCall ask(List<Upstream> connected, ReplicatedRequest request) {
        keep(request);
        List<UpstreamCall> asked = connected.stream().map(request::sendTo).toList();
        CompletableFuture<ObjectNode> result = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(asked.size());
        asked.forEach(each -> each.result().whenComplete((answer, failure) -> {
            int others = left.decrementAndGet();
            if (failure == null) {
                result.complete(answer);
            } else if (others == 0) {
                result.completeExceptionally(failure);
            }
        }));
        return new Asked(asked, result);
    }

    synchronized void keep(ReplicatedRequest request) {
        if (request.method().equals(McpMethod.LOGGING_SET_LEVEL)) {
            kept.put(LEVEL, request);
            return;
        }
        String uri = request.params().path("uri").asText();
        kept.remove(uri);
        if (request.method().equals(McpMethod.RESOURCES_SUBSCRIBE) && kept.size() < MOST) {
            kept.put(uri, request);
        }
    }

    /** Asks a replica that has just connected what the others were asked. */
    void askAgain(Upstream connected) {
        List<ReplicatedRequest> all;
        synchronized (this) {
            all = List.copyOf(kept.values());
        }
        all.forEach(request -> connected.request(
                request.method(), request.params(), ClientHeaders.NONE, ProgressListener.NONE, Client.NONE));
    }

    /** One request at several replicas. */
    private record Asked(List<UpstreamCall> calls, CompletableFuture<ObjectNode> result) implements UpstreamCall {
        @Override
        public Cancellation cancel(String reason) {
            if (result.isDone()) {
                return Cancellation.TOO_LATE;
            }
            calls.forEach(call -> call.cancel(reason));
            return Cancellation.SENT;
        }
    }
}
