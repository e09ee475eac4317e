package io.mehari.endpoint.mcp.message;

import io.mehari.endpoint.http.Response;
import java.util.concurrent.CompletableFuture;

/** Serves one era, or one transport. Implementations are safe for concurrent use. */
@FunctionalInterface
public interface McpHandler {
    /**
     * Responds to one request without blocking its thread, which is an event loop.
     *
     * @param exchange the request
     * @return the response, or what ends it if it has become a stream; ends with an {@link McpErrorException} if the
     *     request breaks a rule
     * @throws McpErrorException if the request breaks a rule
     */
    CompletableFuture<Response> handle(McpExchange exchange);
}
