package io.mehari.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolArguments;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.component.aitool.AiTool;
import io.mehari.component.aitool.AiToolRegistry;
import io.mehari.exchange.CallState;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Calls a tool that is a route: runs the {@code ai-tool:} route of the call's name on a clean exchange, on a thread
 * that may block, within the tool's attempt limit.
 */
final class CamelTools extends AsyncProcessorSupport {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** A person has to start it first. */
    private static final Duration RETRY_AFTER_STOP = Duration.ofSeconds(30);

    private final ToolThreads threads;
    private final Timer timer;

    CamelTools(ToolThreads threads, Timer timer) {
        this.threads = threads;
        this.timer = timer;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        ToolCall call = CallState.call(exchange);
        Duration limit = CallState.requiredTool(exchange).calls().attempt();
        AiToolRegistry registry = AiToolRegistry.of(exchange.getContext());
        Optional<AiTool> tool = registry.find(call.server(), call.tool());
        if (tool.isEmpty()) {
            return CallState.fail(exchange, callback, Failed.down(call.server(), gone(call), RETRY_AFTER));
        }
        Optional<String> suspended = registry.suspendedRoute(tool.get());
        if (suspended.isPresent()) {
            Failed refusal = Failed.limited(call.server(), stopped(call, suspended.get()), RETRY_AFTER_STOP);
            return CallState.fail(exchange, callback, ToolCallException.ofEndedCall(refusal));
        }
        Optional<ObjectNode> arguments = ToolArguments.of(exchange.getMessage().getBody());
        if (arguments.isEmpty()) {
            return CallState.fail(
                    exchange, callback, Failed.internal("The arguments of " + call.tool() + " are no object"));
        }
        ToolWork work = new ToolWork(call, tool.get(), arguments.get());
        CamelToolRun run = new CamelToolRun(exchange, callback, work, limit, timer, threads);
        try {
            run.start();
        } catch (RejectedExecutionException e) {
            return CallState.fail(exchange, callback, Failed.limited(call.server(), noThread(call), RETRY_AFTER));
        }
        run.endWhenCancelled();
        return false;
    }

    private static String gone(ToolCall call) {
        return "Tool " + call.server() + "/" + call.tool()
                + " has just been removed from the routes; list the tools again";
    }

    private static String stopped(ToolCall call, String route) {
        return "Tool " + call.server() + "/" + call.tool() + " was not run: its route " + route
                + " is stopped. An operator lets calls through again with POST /api/v1/admin/routes/" + route
                + "/start";
    }

    private String noThread(ToolCall call) {
        int hanging = threads.hanging().getOrDefault(call.server() + "/" + call.tool(), 0);
        return hanging > 0
                ? hanging + " runs of " + call.server() + "/" + call.tool()
                        + " hang past their limit and hold the threads"
                        + " of this tool: the log names them; give the steps of its route time limits of their own"
                : "All threads for tool routes, or for this one, are busy and the queue is full; raise"
                        + " mehari.pipeline.tool-threads or tool-queue";
    }
}
