package io.mehari.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolRefusedException;
import io.mehari.component.aitool.AiTool;
import io.mehari.component.aitool.AiToolExchange;
import io.mehari.component.aitool.ToolArgumentException;
import io.mehari.protocol.Json;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a caller gets when a tool route has ended: its result, or what the route says about the arguments, or what became of
 * a tool that the route has called. Every other failure stays in the log: its text may be anybody's. Stateless.
 */
final class RouteAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(RouteAnswer.class);

    private RouteAnswer() {}

    /**
     * The answer.
     *
     * @param call that was run
     * @param tool the route
     * @param exchange the exchange after the route has run
     * @return a {@code tools/call} result, never null
     */
    static ObjectNode of(ToolCall call, AiTool tool, Exchange exchange) {
        Exception failure = exchange.getException();
        try {
            return failure == null ? AiToolExchange.result(tool, exchange) : ofFailure(call, failure);
        } catch (RuntimeException e) {
            return ofFailure(call, e); // the route left something that no answer can be made of
        }
    }

    private static ObjectNode ofFailure(ToolCall call, Exception failure) {
        Optional<String> shown = shown(failure);
        if (shown.isPresent()) {
            return error(shown.get());
        }
        String requestId = call.context().requestId();
        LOG.warn("Request {}: the route of tool {} failed", requestId, call.tool(), failure);
        return error("The route of this tool failed; the gateway's log has the cause under request " + requestId);
    }

    /** What beans and expressions throw, Camel puts into exceptions of its own. */
    private static Optional<String> shown(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof ToolArgumentException || cause instanceof ToolRefusedException) {
                return Optional.of(String.valueOf(cause.getMessage()));
            }
            if (cause instanceof ToolCallException failed && failed.result().outcome() != Outcome.INTERNAL) {
                return Optional.of(failed.result().message());
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static ObjectNode error(String text) {
        ObjectNode result = Json.object().put("isError", true);
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }
}
