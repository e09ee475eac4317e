package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.Caller;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.offer.Views;
import io.mehari.protocol.Json;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.ForwardedHeaders;
import io.mehari.upstream.RouteOffers;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The methods over catalogues and servers of a test; tool calls end in a function. */
class MethodFixture {
    private static final int LIMIT_SECONDS = 60;

    final Views gateway;
    final ManualTimer timer = new ManualTimer();
    final List<ToolCall> calls = new CopyOnWriteArrayList<>();
    final ResourceOwners owners;
    final McpMethods methods;
    CallControl control = new CallControl();
    Function<ToolCall, ToolCallResult> tools = call -> new Success(Tools.text("done"), false);

    MethodFixture(GroupSettings groups, RouteOffers routes) {
        gateway = new Views(1_000, groups);
        owners = new ResourceOwners(gateway.views, gateway.groups);
        AwayServers away = new AwayServers(gateway.upstreams, gateway.groups);
        ForwardedHeaders headers = new ForwardedHeaders(gateway.upstreams);
        methods = new McpMethods(
                new ToolCalls(gateway.tools, gateway.views, away, headers, (call, with) -> {
                    calls.add(call);
                    return CompletableFuture.completedFuture(tools.apply(call));
                }),
                gateway.pages,
                new OfferRequests(
                        gateway.views,
                        owners,
                        away,
                        new Completions(gateway.upstreams),
                        new ServerRequests(
                                (server, client) -> gateway.upstreams.find(server),
                                Optional.ofNullable(routes),
                                headers,
                                timer,
                                timer::nanoTime)),
                new ViewDescriptions(gateway.missing, gateway.views));
    }

    /** The future of a request. Params with single quotes. */
    CompletableFuture<ObjectNode> begin(McpView view, String method, String params) {
        return methods.run(new McpCall(
                IntNode.valueOf(1),
                method,
                Tools.json(params),
                view,
                new CallContext("r1", Caller.ANONYMOUS, Instant.EPOCH, System.nanoTime()),
                control,
                null));
    }

    JsonNode run(McpView view, String method, String params) {
        try {
            return Json.read(Json.bytes(begin(view, method, params)
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .join()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    McpErrorException refused(McpView view, String method, String params) {
        return error(begin(view, method, params));
    }

    static McpErrorException error(CompletableFuture<?> failed) {
        try {
            throw new AssertionError("ended with "
                    + failed.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join());
        } catch (CompletionException e) {
            return (McpErrorException) e.getCause();
        }
    }
}
