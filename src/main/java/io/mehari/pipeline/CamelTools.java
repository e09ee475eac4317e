package io.mehari.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ExchangeState;
import io.mehari.call.ToolArguments;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import io.mehari.component.aitool.AiTool;
import io.mehari.component.aitool.AiToolExchange;
import io.mehari.component.aitool.AiToolRegistry;
import io.mehari.protocol.Json;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a tool that is a route: runs the {@code ai-tool:} route of the call's name on a clean exchange, on a thread
 * that may block, within the tool's attempt limit.
 */
final class CamelTools extends AsyncProcessorSupport implements AsyncProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(CamelTools.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Executor executor;
    private final Timer timer;

    CamelTools(Executor executor, Timer timer) {
        this.executor = executor;
        this.timer = timer;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        ToolCall call = exchange.getProperty(ExchangeState.CALL, ToolCall.class);
        Optional<AiTool> tool = AiToolRegistry.of(exchange.getContext()).find(call.server(), call.tool());
        if (tool.isEmpty()) {
            return fail(exchange, callback, Failed.down(call.server(), gone(call), RETRY_AFTER));
        }
        Optional<ObjectNode> arguments = ToolArguments.of(exchange.getMessage().getBody());
        if (arguments.isEmpty()) {
            return fail(exchange, callback, Failed.internal("The arguments of " + call.tool() + " are no object"));
        }
        try {
            executor.execute(() -> run(exchange, callback, call, tool.get(), arguments.get()));
        } catch (RejectedExecutionException e) {
            return fail(exchange, callback, Failed.limited(call.server(), noThread(), RETRY_AFTER));
        }
        return false;
    }

    private void run(Exchange exchange, AsyncCallback callback, ToolCall call, AiTool tool, ObjectNode arguments) {
        AtomicBoolean ended = new AtomicBoolean();
        Duration limit =
                exchange.getProperty(ExchangeState.TOOL, Tool.class).calls().attempt();
        Timeout clock = timer.newTimeout(
                t -> {
                    if (ended.compareAndSet(false, true)) {
                        exchange.setException(new ToolCallException(Failed.timedOut(
                                call.server(),
                                "Tool route " + call.tool() + " took longer than " + limit.toMillis() + " ms")));
                        callback.done(false);
                    }
                },
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
        Exchange inner = AiToolExchange.of(exchange.getContext(), tool, arguments);
        tool.route().process(inner, doneSync -> {
            if (ended.compareAndSet(false, true)) {
                clock.cancel();
                accept(exchange, call, tool, inner);
                callback.done(false);
            }
        });
    }

    private static void accept(Exchange exchange, ToolCall call, AiTool tool, Exchange inner) {
        ObjectNode result = resultOf(call, tool, inner);
        exchange.getMessage().setBody(result);
        exchange.setProperty(ExchangeState.RESULT, ToolCallResult.of(result));
    }

    private static ObjectNode resultOf(ToolCall call, AiTool tool, Exchange inner) {
        Exception failure = inner.getException();
        if (failure == null) {
            try {
                return AiToolExchange.result(tool, inner);
            } catch (IllegalStateException e) {
                failure = e;
            }
        }
        return failed(call, failure);
    }

    /** A route tells its caller what is wrong with the arguments by an IllegalArgumentException; all else stays here. */
    private static ObjectNode failed(ToolCall call, Exception failure) {
        String requestId = call.context().requestId();
        boolean callersFault = failure.getClass() == IllegalArgumentException.class;
        if (!callersFault) {
            LOG.warn("Request {}: the route of tool {} failed", requestId, call.tool(), failure);
        }
        ObjectNode result = Json.object().put("isError", true);
        result.putArray("content")
                .addObject()
                .put("type", "text")
                .put(
                        "text",
                        callersFault
                                ? failure.getMessage()
                                : "The route of this tool failed; the gateway's log has" + " the cause under request "
                                        + requestId);
        return result;
    }

    private static boolean fail(Exchange exchange, AsyncCallback callback, Failed result) {
        exchange.setException(new ToolCallException(result));
        callback.done(true);
        return true;
    }

    private static String gone(ToolCall call) {
        return "Tool " + call.server() + "/" + call.tool()
                + " has just been removed from the routes; list the tools again";
    }

    private static String noThread() {
        return "All threads for tool routes are busy and their queue is full; raise mehari.tools.threads or .queue";
    }
}
