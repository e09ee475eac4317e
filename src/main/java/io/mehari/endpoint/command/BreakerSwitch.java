package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.component.websocket.CommandCall;
import io.mehari.component.websocket.CommandError;
import io.mehari.component.websocket.CommandFailedException;
import io.mehari.component.websocket.WebsocketHeaders;
import io.mehari.protocol.Json;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens, closes or resets the breaker of {@code params.server}/{@code params.tool}, or all of the server where no tool is
 * named, as the command says. One that was opened so stays open until it is closed or reset. Safe for concurrent use.
 */
final class BreakerSwitch implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(BreakerSwitch.class);

    private final CircuitBreakerRegistry breakers;

    BreakerSwitch(CircuitBreakerRegistry breakers) {
        this.breakers = breakers;
    }

    @Override
    public void process(Exchange exchange) {
        ObjectNode params = exchange.getMessage().getBody(ObjectNode.class);
        String command = exchange.getMessage().getHeader(WebsocketHeaders.COMMAND, String.class);
        String server = params.path("server").asText("");
        String tool = params.path("tool").asText("");
        List<CircuitBreaker> meant = breakers.getAllCircuitBreakers().stream()
                .filter(breaker -> tool.isEmpty()
                        ? breaker.getName().startsWith(server + "/")
                        : breaker.getName().equals(server + "/" + tool))
                .toList();
        if (server.isEmpty() || meant.isEmpty()) {
            throw new CommandFailedException(
                    CommandError.NOT_FOUND,
                    "There is no breaker of " + server + (tool.isEmpty() ? "" : "/" + tool)
                            + ": each tool gets its own with its first call");
        }
        meant.forEach(breaker -> change(breaker, command));
        CommandCall call = exchange.getProperty(CommandCall.PROPERTY, CommandCall.class);
        LOG.info(
                "{} by {}: {} of {}",
                command,
                call == null ? "a route" : call.caller().name(),
                meant.size(),
                server);
        ObjectNode result = Json.object().put("server", server);
        ArrayNode told = result.putArray("breakers");
        meant.forEach(breaker -> told.add(UpstreamDetails.tree(breaker, server)));
        exchange.getMessage().setBody(result);
    }

    private static void change(CircuitBreaker breaker, String command) {
        switch (command) {
            case "open_breaker" -> {
                if (breaker.getState() != State.FORCED_OPEN) {
                    breaker.transitionToForcedOpenState();
                }
            }
            case "close_breaker" -> {
                if (breaker.getState() != State.CLOSED) {
                    breaker.transitionToClosedState();
                }
            }
            case "reset_breaker" -> {
                if (breaker.getState() != State.CLOSED) {
                    breaker.transitionToClosedState(); // so that listeners hear of it
                }
                breaker.reset();
            }
            default -> throw new IllegalStateException("Nothing is done to a breaker by " + command);
        }
    }
}
