package io.mehari.pipeline;

import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.catalog.ServerNames;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolRoutes;
import io.mehari.catalog.ToolSource;
import io.mehari.exchange.CallState;
import io.mehari.text.NearestNames;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Finds the tool that is called, or refuses the call: stage {@code tool-call-admit}. A call that has been refused already is
 * left alone.
 */
final class Admission implements Processor {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final ToolCatalog catalog;
    private final Upstreams upstreams;
    private final ToolRoutes routes;

    Admission(ToolCatalog catalog, Upstreams upstreams, ToolRoutes routes) {
        this.catalog = catalog;
        this.upstreams = upstreams;
        this.routes = routes;
    }

    @Override
    public void process(Exchange exchange) {
        if (CallState.isAnswered(exchange)) {
            return;
        }
        ToolCall call = CallState.call(exchange);
        Optional<Tool> tool = catalog.find(call.server(), call.tool());
        if (tool.isPresent()) {
            CallState.found(exchange, tool.get());
            return;
        }
        failIfJoining(call);
        if (call.mayBeUnlisted()) {
            Optional<ToolSource> source = upstreams
                    .find(call.server())
                    .map(upstream -> ToolSource.of(upstream.settings()))
                    .filter(server -> server.tools().has(call.tool()));
            if (source.isPresent()) {
                CallState.found(exchange, ToolCatalog.unlisted(source.get()));
                return;
            }
        }
        CallState.answer(exchange, Rejected.notFound(explain(call)));
    }

    /** A server that has not been read yet may well have the tool. */
    private void failIfJoining(ToolCall call) {
        Optional<Upstream> upstream = upstreams.find(call.server());
        if (upstream.isPresent()
                && upstream.get().state() != UpstreamState.READY
                && catalog.tools(call.server()).isEmpty()) {
            throw new ToolCallException(Failed.down(call.server(), whyDown(upstream.get()), RETRY_AFTER));
        }
    }

    private static String whyDown(Upstream upstream) {
        String state = upstream.state() == UpstreamState.MISCONFIGURED ? " is misconfigured" : " has not joined yet";
        return "Upstream " + upstream.name() + state
                + upstream.status()
                        .lastError()
                        .map(error -> ": " + error)
                        .orElse("; it is being started, try again shortly");
    }

    private String explain(ToolCall call) {
        if (!catalog.hasServer(call.server())) {
            return "There is no server named " + quoted(call.server()) + nearest(call.server(), catalog.servers());
        }
        List<String> names =
                catalog.tools(call.server()).stream().map(Tool::name).toList();
        return "Server " + call.server() + " has no tool named " + quoted(call.tool())
                + refusal(call.server(), cut(call.tool())).orElse("")
                + nearest(call.tool(), names);
    }

    private Optional<String> refusal(String server, String tool) {
        Optional<String> refusal = upstreams
                .find(server)
                .map(upstream -> upstream.settings().tools().refusal(server, tool))
                .orElseGet(() -> routes.limits().tools().refusal(ServerNames.TOOL_ROUTES, tool));
        return refusal.map(why -> " for callers: in mcp-servers.json, " + why);
    }

    private static String nearest(String name, List<String> names) {
        List<String> nearest = NearestNames.of(name, names);
        return nearest.isEmpty() ? "" : "; did you mean " + String.join(", ", nearest) + "?";
    }

    private static String quoted(String name) {
        return '"' + cut(name) + '"';
    }

    private static String cut(String name) {
        return name.length() <= 128 ? name : name.substring(0, 128) + "...";
    }
}
