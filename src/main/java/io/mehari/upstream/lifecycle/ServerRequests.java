package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.mehari.text.LogThrottle;
import io.mehari.upstream.ServerRequestHandler;
import io.mehari.upstream.Upstream;
import io.netty.util.Timer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests of one server: {@code ping} itself, what was declared to the server by the client it concerns, and
 * everything else as the protocol says for a client that does not offer it: a question to the user is declined, any
 * other method is not found. A server that asks for more than a thousand things a second gets no answer to the rest.
 * Safe for concurrent use.
 */
final class ServerRequests {
    private static final Logger LOG = LoggerFactory.getLogger(ServerRequests.class);

    private final Upstream upstream;
    private final ServerRequestHandler handler;
    private final DeclinedRequests declined;
    private final OpenQuestions open;
    private final LogThrottle unanswered = new LogThrottle();
    private final MessageRate rate;

    /**
     * Requests of one server.
     *
     * @param timer limits how long a question is open
     * @param budget of what open questions hold
     */
    ServerRequests(Upstream upstream, ServerRequestHandler handler, Timer timer, ByteBudget budget) {
        this(upstream, handler, timer, budget, System::nanoTime);
    }

    /** Of which the test moves the time. */
    ServerRequests(
            Upstream upstream, ServerRequestHandler handler, Timer timer, ByteBudget budget, LongSupplier nanoTime) {
        this.rate = new MessageRate(nanoTime);
        this.upstream = upstream;
        this.handler = handler;
        this.declined = new DeclinedRequests(upstream.name());
        this.open = new OpenQuestions(upstream.name(), handler.questionLimit(), timer, budget);
    }

    /** What {@code initialize} declares: what the handler has, else what the operator wants to be declared. */
    ObjectNode capabilities() {
        ObjectNode declared = handler.capabilities();
        if (declared.isEmpty()) {
            upstream.settings().clientCapabilities().forEach(declared::putObject);
        }
        return declared;
    }

    /** How often each method was declined. */
    Map<String, Long> declined() {
        return declined.counts();
    }

    /** What was asked and is not answered yet. */
    OpenQuestions open() {
        return open;
    }

    /**
     * Answers a request.
     *
     * @param call on account of which the server asks; null if that is not known
     * @return the message that answers it, null for one of too many; never fails
     */
    CompletableFuture<ObjectNode> answer(JsonRpcMessage request, PendingCall call) {
        if (!rate.admits()) {
            long times = unanswered.occurred();
            if (times > 0) {
                LOG.warn(
                        "Upstream {} asks for more than {} things a second; {} requests were left unanswered so far",
                        upstream.name(),
                        MessageRate.MOST,
                        times);
            }
            return CompletableFuture.completedFuture(null);
        }
        if (request.method().equals(McpMethod.PING)) {
            return CompletableFuture.completedFuture(JsonRpcMessage.response(request.id(), Json.object()));
        }
        ObjectNode params = request.params() instanceof ObjectNode given ? given : Json.object();
        if (isFor(call, request.method())) {
            if (!handler.declares(request.method())) {
                declined.count(request.method());
            }
            return open.ask(request, call, () -> call.client().ask(upstream.name(), request.method(), params));
        }
        return taken(request, params)
                .map(asked -> open.ask(request, null, () -> asked))
                .orElseGet(() -> CompletableFuture.completedFuture(decline(request)));
    }

    /** An MCP client refuses itself what it does not offer: it may have another answer to its own caller then. */
    private static boolean isFor(PendingCall call, String method) {
        return call != null
                && call.client() != Client.NONE
                && ServerRequestHandler.capabilityFor(method).isPresent();
    }

    private Optional<CompletableFuture<ObjectNode>> taken(JsonRpcMessage request, ObjectNode params) {
        try {
            return handler.answer(upstream, request.method(), params);
        } catch (RuntimeException e) { // of the handler, on our reader thread
            return Optional.of(CompletableFuture.failedFuture(e));
        }
    }

    private ObjectNode decline(JsonRpcMessage request) {
        declined.count(request.method());
        if (request.method().equals(McpMethod.ELICITATION_CREATE)) {
            return JsonRpcMessage.response(request.id(), Json.object().put("action", "decline"));
        }
        if (request.method().equals(McpMethod.ROOTS_LIST) && capabilities().has("roots")) {
            ObjectNode none = Json.object();
            none.putArray("roots");
            return JsonRpcMessage.response(request.id(), none);
        }
        return JsonRpcMessage.errorResponse(
                request.id(),
                ErrorCode.METHOD_NOT_FOUND,
                "The gateway does not offer " + DeclinedRequests.printable(request.method()));
    }
}
