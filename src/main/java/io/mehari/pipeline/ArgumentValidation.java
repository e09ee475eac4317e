package io.mehari.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolArguments;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.Violation;
import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
import java.util.List;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Checks the arguments in the body against the tool's schema: stage {@code tool-call-validate}. A schema that has just
 * arrived from its server may still have to be compiled; the call then goes on when it is.
 */
final class ArgumentValidation extends AsyncProcessorSupport {
    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Tool tool = CallState.tool(exchange);
        if (tool == null || CallState.isAnswered(exchange) || tool.schema().isReady()) {
            validate(exchange, tool);
            callback.done(true);
            return true;
        }
        tool.schema()
                .ready()
                .thenRun(() -> CallState.control(exchange).resume(() -> {
                    try {
                        validate(exchange, tool);
                    } catch (RuntimeException e) {
                        exchange.setException(e);
                    }
                    callback.done(false);
                }));
        return false;
    }

    private static void validate(Exchange exchange, Tool tool) {
        if (tool == null || CallState.isAnswered(exchange)) {
            return;
        }
        List<Violation> violations =
                check(tool, ToolArguments.of(exchange.getMessage().getBody()));
        if (!violations.isEmpty()) {
            CallState.answer(exchange, new InvalidArguments(violations));
        }
    }

    private static List<Violation> check(Tool tool, Optional<ObjectNode> arguments) {
        return arguments
                .map(object -> tool.schema().check(object))
                .orElseGet(() -> List.of(new Violation("", "The arguments are not a JSON object", "type")));
    }
}
