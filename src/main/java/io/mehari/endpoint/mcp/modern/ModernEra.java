package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ParkedCalls;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.mcp.message.JsonRpcResponses;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.endpoint.mcp.message.McpHandler;
import io.mehari.heartbeat.ClientSessions;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.GaugeSource;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.netty.util.Timer;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Serves clients of the modern era: checks envelope and headers in the order that the protocol's reference has, then runs
 * what is asked for. Safe for concurrent use.
 */
public final class ModernEra implements McpHandler, AutoCloseable {
    private static final int NOT_FOUND = 404;

    private final ParameterHeaders parameters;
    private final Discovery discovery;
    private final ModernCalls calls;
    private final Stamps stamps;
    private final Parks parks;
    private final Listens listens;
    private final StateSeal seal;

    /**
     * The era over what is served.
     *
     * @param served what is served, whatever the era
     * @param settings bounds and choices
     * @param timer for what happens later; its tasks never block
     * @param clock tells when states expire
     * @param budget of what waits for clients
     */
    public ModernEra(Served served, ModernSettings settings, Timer timer, Clock clock, ByteBudget budget) {
        this.parameters = new ParameterHeaders(served.tools());
        this.discovery = new Discovery(served);
        this.stamps = new Stamps(settings.hints(), served.serverInfo());
        this.parks = new Parks(settings.parking(), timer, budget);
        this.listens = new Listens(
                settings.listen(), served.changes(), served.resources(), served.capabilities(), stamps, timer);
        this.seal = new StateSeal(settings.stateKey());
        Answers answers =
                new Answers(stamps, seal, clock, settings.parking().expiry(), settings.missingCapabilityStatus());
        this.calls = new ModernCalls(served, parks, answers, seal, clock);
    }

    /**
     * The name of this instance in what it gives to clients.
     *
     * @return another one with each start
     */
    public String instance() {
        return seal.node();
    }

    /**
     * The instance at which the call waits that a request takes up.
     *
     * @param body of the request
     * @return name of the instance; null if the request takes up no call that waits anywhere
     */
    public String ownerOf(JsonNode body) {
        JsonNode state = body.path("params").path(InputRound.STATE);
        return state.isTextual()
                ? seal.open(state.textValue())
                        .filter(opened -> !opened.park().equals(SealedState.REPEAT))
                        .map(SealedState::node)
                        .orElse(null)
                : null;
    }

    /**
     * The listen streams, as heartbeats see them.
     *
     * @return finds those that are open
     */
    public ClientSessions heartbeats() {
        return () -> listens.all().stream().map(ListenHeart::new).toList();
    }

    /**
     * Calls that wait for their client.
     *
     * @return counts them
     */
    public ParkedCalls parked() {
        return parks;
    }

    /**
     * What is told of streams and parked calls in metrics.
     *
     * @return never null
     */
    public GaugeSource metrics() {
        return samples -> {
            samples.add(GatewayMetric.MCP_PARKED, parks.size());
            samples.add(GatewayMetric.MCP_STREAMS, listens.size(), "modern");
        };
    }

    @Override
    public CompletableFuture<Response> handle(McpExchange exchange) {
        JsonRpcMessage message = JsonRpcMessage.of((ObjectNode) exchange.body());
        if (message.kind() != JsonRpcMessage.Kind.REQUEST) {
            return CompletableFuture.completedFuture(JsonRpcResponses.accepted());
        }
        JsonNode id = message.id();
        if (!id.isTextual() && !id.isNumber()) {
            McpErrorException error = McpErrorException.badRequest(
                    ErrorCode.INVALID_REQUEST, "The id of a request must be a string or a number", null);
            return CompletableFuture.completedFuture(JsonRpcResponses.error(null, error));
        }
        try {
            ModernRequest request = new ModernRequest(exchange, message, Envelope.of(message));
            HeaderChecks.check(request);
            parameters.check(request);
            return serve(request);
        } catch (McpErrorException e) {
            return CompletableFuture.completedFuture(JsonRpcResponses.error(id, e));
        }
    }

    private CompletableFuture<Response> serve(ModernRequest request) {
        return switch (request.method()) {
            case McpMethod.SERVER_DISCOVER ->
                CompletableFuture.completedFuture(
                        stamps.response(request, discovery.of(request.exchange().view())));
            case McpMethod.TOOLS_LIST,
                    McpMethod.TOOLS_CALL,
                    McpMethod.RESOURCES_LIST,
                    McpMethod.RESOURCE_TEMPLATES_LIST,
                    McpMethod.RESOURCES_READ,
                    McpMethod.PROMPTS_LIST,
                    McpMethod.PROMPTS_GET,
                    McpMethod.COMPLETION_COMPLETE -> calls.serve(request);
            case McpMethod.SUBSCRIPTIONS_LISTEN -> listens.open(request);
            default ->
                throw new McpErrorException(
                        NOT_FOUND,
                        ErrorCode.METHOD_NOT_FOUND,
                        "Version 2026-07-28 has no method " + shown(request.method()),
                        null,
                        Map.of());
        };
    }

    private static String shown(String method) {
        int longest = 100;
        return method.length() <= longest ? method : method.substring(0, longest) + "...";
    }

    /** Ends what waits: streams for changes, calls for their clients. */
    @Override
    public void close() {
        listens.close();
        parks.close();
    }
}
