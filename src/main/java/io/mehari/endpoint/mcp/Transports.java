package io.mehari.endpoint.mcp;

import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.endpoint.mcp.message.McpHandler;
import java.util.function.Function;

/**
 * Tells by its path which transport a request belongs to. Immutable.
 *
 * @param sse serves the paths of HTTP+SSE, {@code /sse} and {@code /messages}
 * @param streamable finds who serves {@code /mcp}
 */
record Transports(McpHandler sse, Function<McpExchange, McpHandler> streamable)
        implements Function<McpExchange, McpHandler> {
    private static final String STREAMABLE = "mcp";

    @Override
    public McpHandler apply(McpExchange exchange) {
        String target = exchange.request().target();
        return target.startsWith("/" + STREAMABLE)
                        || RequestTarget.parse(target).segments().get(0).equals(STREAMABLE)
                ? streamable.apply(exchange)
                : sse;
    }
}
