package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.AttemptTrace;
import io.mehari.call.CallContext;
import io.mehari.call.CallTrace;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.HeldByCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.endpoint.mcp.offer.ReservedMeta;
import io.mehari.upstream.ForwardedHeaders;
import io.mehari.upstream.RouteOffers;
import io.mehari.upstream.Upstream;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * Sends requests other than tool calls to servers, and to routes that are resources or prompts: within the time limits of
 * the server, and as many at a time as its bulkhead has places, not counting those whose client is asked something. Safe for concurrent use.
 */
public final class ServerRequests {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final BiFunction<String, Client, Optional<Upstream>> connections;
    private final Optional<RouteOffers> routes;
    private final ForwardedHeaders forwarded;
    private final Timer timer;
    private final LongSupplier nanoTime;

    /** Requests under way by server. */
    private final Map<String, Integer> inFlight = new ConcurrentHashMap<>();

    /**
     * Sends requests.
     *
     * @param connections finds the server of a name as a client reaches it
     * @param routes what routes offer
     * @param forwarded finds headers that go on
     * @param timer fires time limits
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    public ServerRequests(
            BiFunction<String, Client, Optional<Upstream>> connections,
            Optional<RouteOffers> routes,
            ForwardedHeaders forwarded,
            Timer timer,
            LongSupplier nanoTime) {
        this.connections = connections;
        this.routes = routes;
        this.forwarded = forwarded;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /**
     * Sends one request.
     *
     * @param server name of the server
     * @param route whether a route is behind it
     * @param params as the server has names; what of {@code _meta} belongs to one hop is left out
     * @param call on account of which it is sent
     * @return ends with the {@code result} object without reserved keys; exceptionally with a {@link
     *     io.mehari.endpoint.mcp.message.McpErrorException}
     */
    CompletableFuture<ObjectNode> send(String server, boolean route, ObjectNode params, McpCall call) {
        ObjectNode sent = ReservedMeta.goingOn(params);
        CompletableFuture<ObjectNode> answer =
                route && routes.isPresent() ? ofRoute(server, sent, call) : ofServer(server, sent, call);
        return answer.handle((result, failure) -> {
            if (failure != null) {
                throw CallErrors.of(failure, call.context());
            }
            return ReservedMeta.without(result);
        });
    }

    private CompletableFuture<ObjectNode> ofRoute(String server, ObjectNode params, McpCall call) {
        return routes.get().request(server, call.method(), params, call.context(), call.control());
    }

    private CompletableFuture<ObjectNode> ofServer(String server, ObjectNode params, McpCall call) {
        Optional<Upstream> upstream = connections.apply(server, call.control().client());
        if (upstream.isEmpty()) {
            return failed(Failed.down(server, "Server " + server + " was removed a moment ago", SOON));
        }
        int most = upstream.get().settings().calls().bulkhead();
        if (inFlight.merge(server, 1, Integer::sum) > most) {
            left(server);
            return failed(Failed.limited(
                    server,
                    "Server " + server + " has " + most
                            + " requests of clients under way already (bulkhead); try again",
                    SOON));
        }
        HeldByCall place =
                new HeldByCall(call.control(), () -> left(server), () -> inFlight.merge(server, 1, Integer::sum));
        try {
            return sent(upstream.get(), params, call).whenComplete((result, failure) -> place.end());
        } catch (RuntimeException e) {
            place.end();
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<ObjectNode> sent(Upstream upstream, ObjectNode params, McpCall call) {
        CallContext context = call.context();
        ClientHeaders headers = call.request() == null
                ? context.headers()
                : forwarded.of(upstream.name(), call.request().headers(), context.caller());
        ServerRequest request = new ServerRequest(upstream, call.method(), call.control(), timer, nanoTime);
        CallTrace trace = call.control().trace();
        if (trace == null) {
            return request.send(params, headers);
        }
        AttemptTrace span = TracedAttempts.begin(trace, upstream, call.method());
        return TracedAttempts.ending(span, () -> request.send(TracedAttempts.onto(span, params), span.onto(headers)));
    }

    private void left(String server) {
        inFlight.computeIfPresent(server, (name, count) -> count == 1 ? null : count - 1);
    }

    private static CompletableFuture<ObjectNode> failed(Failed failed) {
        return CompletableFuture.failedFuture(new ToolCallException(failed));
    }
}
