package io.mehari.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.component.aitool.AiTool;
import io.mehari.component.aitool.AiToolExchange;
import io.mehari.exchange.CallState;
import io.mehari.protocol.Json;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a tool route. Ends exactly once: by the route, by the attempt's clock, which starts with the route, or
 * because the call was cancelled; one cancelled in the queue never begins.
 */
final class CamelToolRun {
    private static final Logger LOG = LoggerFactory.getLogger(CamelToolRun.class);

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final ToolCall call;
    private final AiTool tool;
    private final Duration limit;
    private final Timer timer;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Runnable forget = () -> {};

    CamelToolRun(Exchange exchange, AsyncCallback callback, ToolCall call, AiTool tool, Duration limit, Timer timer) {
        this.exchange = exchange;
        this.callback = callback;
        this.call = call;
        this.tool = tool;
        this.limit = limit;
        this.timer = timer;
    }

    /** Ends the run when the call is cancelled; its thread goes on until the route has ended. */
    void endWhenCancelled() {
        forget = CallState.control(exchange).onCancel(this::withdraw);
    }

    private void withdraw() {
        end(
                CallState.control(exchange).isCallerGone()
                        ? new ToolCallException(
                                Failed.cancelled(call.server(), "The caller of " + call.tool() + " has left"))
                        : timedOut("was cancelled by the gateway"));
    }

    /** Runs the route, on the thread that calls this. */
    void begin(ObjectNode arguments) {
        if (ended.get() || CallState.control(exchange).isCancelled()) {
            return;
        }
        try {
            Timeout clock = timer.newTimeout(
                    t -> end(timedOut("did not answer within " + limit.toMillis() + " ms, the limit of an attempt")),
                    limit.toNanos(),
                    TimeUnit.NANOSECONDS);
            Exchange inner = AiToolExchange.of(exchange.getContext(), tool, arguments);
            tool.route().process(inner, doneSync -> {
                clock.cancel();
                answered(inner);
            });
        } catch (RuntimeException e) {
            end(e);
        }
    }

    private void answered(Exchange inner) {
        ObjectNode result = resultOf(inner);
        if (ended.compareAndSet(false, true)) {
            forget.run();
            CallState.answer(exchange, result, ToolCallResult.of(result));
            callback.done(false);
        }
    }

    private void end(RuntimeException failure) {
        if (ended.compareAndSet(false, true)) {
            forget.run();
            CallState.failLater(exchange, callback, failure);
        }
    }

    private ObjectNode resultOf(Exchange inner) {
        Exception failure = inner.getException();
        if (failure != null && failure.getClass() == IllegalArgumentException.class) {
            return error(String.valueOf(failure.getMessage()));
        }
        try {
            return failure == null ? AiToolExchange.result(tool, inner) : hidden(failure);
        } catch (RuntimeException e) {
            return hidden(e); // the route left something that no answer can be made of
        }
    }

    /** A route tells its caller what is wrong with the arguments by an IllegalArgumentException; all else stays here. */
    private ObjectNode hidden(Exception failure) {
        String requestId = call.context().requestId();
        LOG.warn("Request {}: the route of tool {} failed", requestId, call.tool(), failure);
        return error("The route of this tool failed; the gateway's log has the cause under request " + requestId);
    }

    private static ObjectNode error(String text) {
        ObjectNode result = Json.object().put("isError", true);
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }

    private ToolCallException timedOut(String what) {
        return new ToolCallException(Failed.timedOut(call.server(), "Tool route " + call.tool() + " " + what));
    }
}
