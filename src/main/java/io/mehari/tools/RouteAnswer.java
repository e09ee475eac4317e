package io.mehari.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.call.ToolRefusedException;
import io.mehari.component.aitool.AiTool;
import io.mehari.component.aitool.AiToolExchange;
import io.mehari.component.aitool.ToolArgumentException;
import io.mehari.redaction.ResolvedSecrets;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a caller gets when a tool route has ended: its result, or what the route says about the arguments, or what became of
 * a tool that the route has called. Every other failure stays in the log: its text may be anybody's. What can pass by
 * itself goes to the error firewall first. Stateless.
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
     * @throws ToolCallException if the route threw what can pass by itself, so that the call may be recovered
     */
    static ObjectNode of(ToolCall call, AiTool tool, Exchange exchange) {
        Exception failure = exchange.getException();
        try {
            if (failure == null) {
                return AiToolExchange.result(tool, exchange);
            }
        } catch (RuntimeException e) {
            return error(hidden(call, title(call), e)); // the route left something that no answer can be made of
        }
        String text = told(failure).map(Told::text).orElseGet(() -> hidden(call, title(call), failure));
        if (RouteDefects.canPass(failure)) {
            throw new ToolCallException(Failed.thrownByRoute(call.server(), text), failure);
        }
        return error(text);
    }

    private static String title(ToolCall call) {
        return "tool " + call.tool();
    }

    /**
     * What may be told of a failure.
     *
     * @param text for the caller
     * @param call how a call ended that the route made, where that is the failure
     * @param isComplaint whether the route complains about what it was given
     */
    record Told(String text, Optional<ToolCallException> call, boolean isComplaint) {}

    /**
     * What may be told of a failure. What beans and expressions throw, Camel puts into exceptions of its own.
     *
     * @param failure of a route
     * @return empty if nothing may
     */
    static Optional<Told> told(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof ToolArgumentException || cause instanceof ToolRefusedException) {
                return Optional.of(new Told(
                        ResolvedSecrets.hide(String.valueOf(cause.getMessage())),
                        Optional.empty(),
                        cause instanceof ToolArgumentException));
            }
            if (cause instanceof ToolCallException failed && failed.result().outcome() != Outcome.INTERNAL) {
                return Optional.of(new Told(failed.result().message(), Optional.of(failed), false));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /**
     * Logs a failure of which nothing may be told.
     *
     * @param call for whom the route ran
     * @param title of the route
     * @param failure whose text may be anybody's
     * @return what the caller gets in its place
     */
    static String hidden(ToolCall call, String title, Exception failure) {
        String requestId = call.context().requestId();
        LOG.warn("Request {}: the route of {} failed", requestId, title, failure);
        return "The route of this " + title.substring(0, title.indexOf(' '))
                + " failed; the gateway's log has the cause under request " + requestId;
    }

    private static ObjectNode error(String text) {
        return ToolError.of(text).result();
    }
}
