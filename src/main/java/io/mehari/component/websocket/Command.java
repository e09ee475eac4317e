package io.mehari.component.websocket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Scope;
import java.util.concurrent.CompletableFuture;

/**
 * A route that is a command.
 *
 * @param name its name
 * @param scope what a caller must be allowed
 * @param route id of the route
 * @param run runs the route; the result is what it leaves in its body, and the failure what it throws
 */
public record Command(String name, Scope scope, String route, Run run) {
    /** Runs a command. */
    @FunctionalInterface
    public interface Run {
        /**
         * Runs the command once without blocking.
         *
         * @param call who calls it
         * @param params the parameters, which the route may change
         * @return its result
         */
        CompletableFuture<JsonNode> of(CommandCall call, ObjectNode params);
    }
}
