package io.mehari.component.gatewayapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Caller;
import io.mehari.call.Scope;
import io.mehari.component.websocket.CommandCall;
import io.mehari.protocol.Json;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Asks for one operation in the name of the command's caller. Safe for concurrent use. */
final class GatewayApiProducer extends DefaultAsyncProducer {
    private final GatewayOperations known;

    /**
     * A producer.
     *
     * @param endpoint names the operation
     * @param known runs it
     */
    GatewayApiProducer(GatewayApiEndpoint endpoint, GatewayOperations known) {
        super(endpoint);
        this.known = known;
    }

    @Override
    public GatewayApiEndpoint getEndpoint() {
        return (GatewayApiEndpoint) super.getEndpoint();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            CommandCall command = exchange.getProperty(CommandCall.PROPERTY, CommandCall.class);
            known.run(operation(command), params(exchange), callerOf(exchange, command))
                    .whenComplete((answer, failure) -> {
                        if (failure == null) {
                            exchange.getMessage().setBody(answer);
                        } else {
                            exchange.setException(cause(failure));
                        }
                        callback.done(false);
                    });
            return false;
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private String operation(CommandCall command) {
        Map<String, String> byCommand = getEndpoint().getOperations();
        if (byCommand.isEmpty()) {
            return getEndpoint().getOperation();
        }
        String operation = command == null ? null : byCommand.get(command.name());
        if (operation == null) {
            throw new IllegalStateException("gateway-api:command has no operation."
                    + (command == null ? "NAME, since no command is in progress" : command.name()));
        }
        return operation;
    }

    private static ObjectNode params(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof ObjectNode object) {
            return object;
        }
        JsonNode tree = Json.MAPPER.valueToTree(body);
        return tree instanceof ObjectNode object ? object : Json.object();
    }

    private static Caller callerOf(Exchange exchange, CommandCall command) {
        return command == null
                ? new Caller("route " + exchange.getFromRouteId(), EnumSet.allOf(Scope.class))
                : command.caller();
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
