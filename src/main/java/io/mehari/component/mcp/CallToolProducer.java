package io.mehari.component.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.AttemptTrace;
import io.mehari.call.CallTrace;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ToolArguments;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.ToolRefusedException;
import io.mehari.exchange.CallState;
import io.mehari.upstream.Upstream;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Makes one attempt at a tool call: sends it, waits without a thread, ends at its time limit. Safe for concurrent use.
 */
final class CallToolProducer extends DefaultAsyncProducer {
    private final McpEndpoint endpoint;
    private final BiFunction<String, Client, Optional<Upstream>> upstreams;
    private final Timer timer;
    private final LongSupplier nanoTime;

    /**
     * A producer for one endpoint.
     *
     * @param endpoint server, tool and time limit
     * @param upstreams the connection to a server by its name, for the client of a call
     * @param timer fires the time limits
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    CallToolProducer(
            McpEndpoint endpoint,
            BiFunction<String, Client, Optional<Upstream>> upstreams,
            Timer timer,
            LongSupplier nanoTime) {
        super(endpoint);
        this.endpoint = endpoint;
        this.upstreams = upstreams;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Optional<Upstream> upstream = upstreams.apply(
                endpoint.getServer(), CallState.control(exchange).client());
        if (upstream.isEmpty()) {
            return CallState.fail(exchange, callback, unknownUpstream());
        }
        String tool = toolOf(exchange);
        Optional<ObjectNode> arguments = ToolArguments.of(exchange.getMessage().getBody());
        if (tool == null || arguments.isEmpty()) {
            return CallState.fail(exchange, callback, notACall(tool));
        }
        if (!upstream.get().settings().tools().has(tool)) {
            return refuse(exchange, callback, upstream.get(), tool);
        }
        Duration limit = limitOf(upstream.get(), tool);
        CallTrace trace = CallState.control(exchange).trace();
        if (trace == null) {
            new ToolCallAttempt(exchange, callback, upstream.get(), tool, limit, timer, nanoTime)
                    .begin(arguments.get(), headersOf(exchange), metaOf(exchange));
        } else {
            AttemptTrace span = TracedAttempt.begin(trace, upstream.get(), tool);
            AsyncCallback ended = new TracedAttempt(exchange, span, callback);
            new ToolCallAttempt(exchange, ended, upstream.get(), tool, limit, timer, nanoTime)
                    .traced(span)
                    .begin(arguments.get(), span.onto(headersOf(exchange)), span.onto(metaOf(exchange)));
        }
        return false;
    }

    private Duration limitOf(Upstream upstream, String tool) {
        return endpoint.getTimeout() != null
                ? endpoint.getTimeout()
                : upstream.settings().callsOf(tool).attempt();
    }

    private String toolOf(Exchange exchange) {
        if (endpoint.getTool() != null) {
            return endpoint.getTool();
        }
        ToolCall call = CallState.call(exchange);
        return call == null ? null : call.tool();
    }

    /** What the entry of one server asks for is not for another, to which a route goes on. */
    private ClientHeaders headersOf(Exchange exchange) {
        ToolCall call = CallState.call(exchange);
        return call != null && call.server().equals(endpoint.getServer())
                ? call.context().headers()
                : ClientHeaders.NONE;
    }

    private ObjectNode metaOf(Exchange exchange) {
        ToolCall call = CallState.call(exchange);
        return call != null && call.server().equals(endpoint.getServer()) ? call.meta() : null;
    }

    private ToolCallException unknownUpstream() {
        return new ToolCallException(Failed.down(
                endpoint.getServer(),
                "No upstream is named " + endpoint.getServer() + "; it may have been removed a moment ago",
                Duration.ofSeconds(1)));
    }

    /** Not allowed: a route asks for it, or it was taken away since the call was admitted. */
    private boolean refuse(Exchange exchange, AsyncCallback callback, Upstream upstream, String tool) {
        String server = endpoint.getServer();
        String why = upstream.settings().tools().refusal(server, tool).orElse("");
        String message = "Tool " + server + "/" + tool + " was not run: in mcp-servers.json, " + why;
        if (endpoint.getTool() != null) {
            return CallState.fail(exchange, callback, new ToolRefusedException(message, Rejected.notFound(message)));
        }
        CallState.answer(exchange, Rejected.notFound(message));
        callback.done(true);
        return true;
    }

    private IllegalArgumentException notACall(String tool) {
        return new IllegalArgumentException(
                tool == null
                        ? "mcp:" + endpoint.getServer() + " has no tool to call: set its option tool"
                        : "The body sent to mcp:" + endpoint.getServer() + " is not a JSON object of arguments");
    }
}
