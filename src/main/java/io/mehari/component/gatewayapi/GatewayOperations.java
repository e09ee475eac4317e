package io.mehari.component.gatewayapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Caller;
import java.util.concurrent.CompletableFuture;

/** What the gateway answers at its paths, for those who are inside. Implementations are safe for concurrent use. */
public interface GatewayOperations {
    /**
     * Whether there is such an operation.
     *
     * @param operation method and path as documents write it: {@code get:/api/v1/tools/{server}/{tool}}
     * @return false if nothing is served there
     */
    boolean has(String operation);

    /**
     * Runs one without blocking.
     *
     * @param operation as above
     * @param params members that the path names fill it; the others are the query, or, where something is changed, the body
     * @param caller in whose name; what they may do was checked before
     * @return the {@code data} of the answer, or all of it where there is no such member; ends with a {@link
     *     io.mehari.component.websocket.CommandFailedException} where the answer is no success
     */
    CompletableFuture<JsonNode> run(String operation, ObjectNode params, Caller caller);
}
