package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.mehari.text.LogThrottle;
import io.mehari.upstream.ServerRequestHandler;
import io.mehari.upstream.Upstream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests of one server: {@code ping} itself, what the handler takes by its answer, and everything else as
 * the protocol says for a client that does not offer it: a question to the user is declined, any other method is not
 * found. A server that asks for more than a thousand things a second gets no answer to the rest. Safe for concurrent use.
 */
final class ServerRequests {
    private static final Logger LOG = LoggerFactory.getLogger(ServerRequests.class);
    private static final int MAX_OPEN = 100;

    /** Requests of one server that are answered in a second. */
    static final int MAX_RATE = 1_000;

    private final Upstream upstream;
    private final ServerRequestHandler handler;
    private final DeclinedRequests declined;
    private final AtomicInteger open = new AtomicInteger();
    private final LogThrottle unanswered = new LogThrottle();
    private final LongSupplier nanoTime;
    private long second;
    private int inSecond;

    ServerRequests(Upstream upstream, ServerRequestHandler handler) {
        this(upstream, handler, System::nanoTime);
    }

    /** Of which the test moves the time. */
    ServerRequests(Upstream upstream, ServerRequestHandler handler, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.second = nanoTime.getAsLong();
        this.upstream = upstream;
        this.handler = handler;
        this.declined = new DeclinedRequests(upstream.name());
    }

    /** What {@code initialize} declares. */
    ObjectNode capabilities() {
        return handler.capabilities();
    }

    /** How often each method was declined. */
    Map<String, Long> declined() {
        return declined.counts();
    }

    /** The message that answers this request, null for one of too many; never fails. */
    CompletableFuture<ObjectNode> answer(JsonRpcMessage request) {
        if (!isWithinRate()) {
            long times = unanswered.occurred();
            if (times > 0) {
                LOG.warn(
                        "Upstream {} asks for more than {} things a second; {} requests were left unanswered so far",
                        upstream.name(),
                        MAX_RATE,
                        times);
            }
            return CompletableFuture.completedFuture(null);
        }
        if (request.method().equals(McpMethod.PING)) {
            return CompletableFuture.completedFuture(JsonRpcMessage.response(request.id(), Json.object()));
        }
        if (open.incrementAndGet() > MAX_OPEN) {
            open.decrementAndGet();
            return CompletableFuture.completedFuture(
                    failed(request, "The gateway has too many requests of this server open"));
        }
        return taken(request)
                .map(answer -> answer.handle((result, failure) -> written(request, result, failure)))
                .orElseGet(() -> CompletableFuture.completedFuture(decline(request)))
                .whenComplete((message, failure) -> open.decrementAndGet());
    }

    private synchronized boolean isWithinRate() {
        long now = nanoTime.getAsLong();
        if (now - second >= TimeUnit.SECONDS.toNanos(1)) {
            second = now;
            inSecond = 0;
        }
        return ++inSecond <= MAX_RATE;
    }

    private Optional<CompletableFuture<ObjectNode>> taken(JsonRpcMessage request) {
        ObjectNode params = request.params() instanceof ObjectNode given ? given : Json.object();
        try {
            return handler.answer(upstream, request.method(), params);
        } catch (RuntimeException e) { // of the handler, on our reader thread
            return Optional.of(CompletableFuture.failedFuture(e));
        }
    }

    private ObjectNode written(JsonRpcMessage request, ObjectNode result, Throwable failure) {
        if (failure == null) {
            return JsonRpcMessage.response(request.id(), result);
        }
        String method = DeclinedRequests.printable(request.method());
        LOG.error("Upstream {}: its request {} could not be answered", upstream.name(), method, failure);
        return failed(request, "The gateway could not answer");
    }

    private static ObjectNode failed(JsonRpcMessage request, String reason) {
        return JsonRpcMessage.errorResponse(request.id(), ErrorCode.INTERNAL_ERROR, reason);
    }

    private ObjectNode decline(JsonRpcMessage request) {
        declined.count(request.method());
        if (request.method().equals(McpMethod.ELICITATION_CREATE)) {
            return JsonRpcMessage.response(request.id(), Json.object().put("action", "decline"));
        }
        return JsonRpcMessage.errorResponse(
                request.id(),
                ErrorCode.METHOD_NOT_FOUND,
                "The gateway does not offer " + DeclinedRequests.printable(request.method()));
    }
}
