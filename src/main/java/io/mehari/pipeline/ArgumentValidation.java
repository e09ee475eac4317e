package io.mehari.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ArgumentMode;
import io.mehari.call.ToolArguments;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.Violation;
import io.mehari.catalog.Tool;
import io.mehari.catalog.schema.Checked;
import io.mehari.exchange.CallState;
import java.util.List;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Checks the arguments in the body against the tool's schema: stage {@code tool-call-validate}. A schema that has just
 * arrived from its server may still have to be compiled; the call then goes on when it is. Where the call's form takes
 * more than the schema does, the body becomes what the schema takes; arguments that are valid as they are stay untouched.
 */
final class ArgumentValidation extends AsyncProcessorSupport {
    private static final InvalidArguments NO_OBJECT =
            new InvalidArguments(List.of(new Violation("", "The arguments are not a JSON object", "type")));

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Tool tool = CallState.tool(exchange);
        if (tool == null || CallState.isAnswered(exchange)) {
            callback.done(true);
            return true;
        }
        if (tool.schema().isReady()) {
            validate(exchange, tool);
            callback.done(true);
            return true;
        }
        tool.schema()
                .ready()
                .thenRun(() -> CallState.control(exchange).resume(() -> {
                    try {
                        if (!CallState.isAnswered(exchange)) {
                            validate(exchange, tool);
                        }
                    } catch (RuntimeException e) {
                        exchange.setException(e);
                    }
                    callback.done(false);
                }));
        return false;
    }

    private static void validate(Exchange exchange, Tool tool) {
        Optional<ObjectNode> arguments = ToolArguments.of(exchange.getMessage().getBody());
        if (arguments.isEmpty()) {
            CallState.answer(exchange, NO_OBJECT);
            return;
        }
        Checked checked = check(tool, arguments.get(), modeOf(exchange, tool));
        if (!checked.violations().isEmpty()) {
            CallState.answer(exchange, new InvalidArguments(checked.violations()));
        } else if (checked.arguments() != arguments.get()) {
            exchange.getMessage().setBody(checked.arguments());
        }
    }

    private static ArgumentMode modeOf(Exchange exchange, Tool tool) {
        ToolCall call = CallState.call(exchange);
        return call == null ? ArgumentMode.STRICT : call.modeWith(tool.calls().arguments());
    }

    private static Checked check(Tool tool, ObjectNode arguments, ArgumentMode mode) {
        return switch (mode) {
            case STRICT -> new Checked(arguments, tool.schema().check(arguments));
            case COERCE -> tool.schema().checkCoercing(arguments);
            case MCPO -> tool.schema().asMcpo(arguments, tool.name());
        };
    }
}
