package io.mehari.component.generation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.Scope;
import io.mehari.call.ToolArguments;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.InputRequired;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.call.ToolRefusedException;
import io.mehari.exchange.ExchangeState;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Calls a tool through the pipeline for the caller of the call that the route works on, and cancels it with that one. Safe
 * for concurrent use.
 */
final class ToolProducer extends DefaultAsyncProducer {
    /** Most calls of routes that lead to one another. */
    static final int MOST_HOPS = 10;

    /** Violations that are told. */
    private static final int TOLD = 10;

    private final ToolEndpoint endpoint;
    private final ToolComponent component;

    /**
     * A producer for one tool.
     *
     * @param endpoint names the tool
     * @param component where calls enter the pipeline
     */
    ToolProducer(ToolEndpoint endpoint, ToolComponent component) {
        super(endpoint);
        this.endpoint = endpoint;
        this.component = component;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Optional<ObjectNode> arguments = ToolArguments.of(exchange.getMessage().getBody());
        CallContext context = contextOf(exchange);
        if (arguments.isEmpty() || context.depth() > MOST_HOPS) {
            exchange.setException(arguments.isEmpty() ? notACall() : tooManyHops());
            callback.done(true);
            return true;
        }
        ToolCall call = new ToolCall(endpoint.getServer(), endpoint.getName(), arguments.get(), context);
        CallControl parent = exchange.getProperty(ExchangeState.CONTROL, CallControl.class);
        CallControl control = parent == null ? new CallControl() : parent.within(parent::resume);
        Runnable forget = parent == null
                ? () -> {}
                : parent.onCancel(() -> control.cancel(parent.isCallerGone() ? CancelCause.CALLER : CancelCause.LIMIT));
        component.send(call, control).whenComplete((result, never) -> {
            forget.run();
            take(exchange, result);
            callback.done(false);
        });
        return false;
    }

    private CallContext contextOf(Exchange exchange) {
        ToolCall parent =
                exchange.getProperty(ExchangeState.CALLED_BY, exchange.getProperty(ExchangeState.CALL), ToolCall.class);
        if (parent == null) {
            Caller route = new Caller("route " + exchange.getFromRouteId(), Set.of(Scope.CALL));
            return new CallContext(UUID.randomUUID().toString(), route, Instant.now(), System.nanoTime(), 1);
        }
        CallContext context = parent.context();
        return context.inner(context.requestId() + "-t" + component.nextCall(), Instant.now(), System.nanoTime());
    }

    /** In a stage of the pipeline the result stays in the body: there it is not the answer of the call in progress. */
    private void take(Exchange exchange, ToolCallResult result) {
        ObjectNode tree = null;
        if (result instanceof Success success) {
            tree = success.result();
        } else if (result instanceof ToolError error) {
            tree = error.result();
        } else {
            exchange.setException(
                    result instanceof Failed failed
                            ? ToolCallException.ofEndedCall(failed)
                            : new ToolRefusedException(why(result), result));
            return;
        }
        exchange.getMessage().setBody(tree);
        if (exchange.getProperty(ExchangeState.CALL) == null) {
            exchange.setProperty(ExchangeState.RESULT, result);
        }
    }

    private String why(ToolCallResult result) {
        if (result instanceof InvalidArguments invalid) {
            return notRun()
                    + invalid.violations().stream()
                            .limit(TOLD)
                            .map(violation -> (violation.pointer() + " " + violation.message()).strip())
                            .collect(Collectors.joining("; "));
        }
        return result instanceof Rejected || result instanceof InputRequired
                ? notRun() + result.message()
                : "Tool " + name() + " gave no result: " + result.message();
    }

    private String notRun() {
        return "Tool " + name() + " was not run: ";
    }

    private ToolRefusedException tooManyHops() {
        String message = notRun() + MOST_HOPS
                + " tools that are routes have called one another before, which is the most; do they call in a circle?";
        return new ToolRefusedException(message, new Rejected(Outcome.FORBIDDEN, message, Optional.empty()));
    }

    private IllegalArgumentException notACall() {
        return new IllegalArgumentException("The body sent to tool:" + name() + " is not a JSON object of arguments");
    }

    private String name() {
        return endpoint.getServer() + "/" + endpoint.getName();
    }
}
