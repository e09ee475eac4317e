package io.mehari.endpoint.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.mcp.message.JsonRpcResponses;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.endpoint.mcp.message.McpHandler;
import io.mehari.text.Causes;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Second step of the ingress routes: an {@link McpExchange} in the body becomes the {@link Response} of whoever handles
 * it. Errors echo the id of the request. Safe for concurrent use.
 */
final class McpDispatch extends AsyncProcessorSupport {
    private final Function<McpExchange, McpHandler> handlers;

    /**
     * The step.
     *
     * @param handlers finds who handles a request; throws an {@link McpErrorException} for one that nobody may handle
     */
    McpDispatch(Function<McpExchange, McpHandler> handlers) {
        this.handlers = handlers;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (!(exchange.getMessage().getBody() instanceof McpExchange received)) {
            callback.done(true);
            return true;
        }
        CompletableFuture<Response> response = handle(received);
        boolean immediate = response.isDone();
        response.whenComplete((value, failure) -> {
            try {
                settle(exchange, received, value, failure);
            } catch (Throwable e) { // whatever it is, the request is answered
                exchange.setException(e);
            }
            callback.done(immediate);
        });
        return immediate;
    }

    private CompletableFuture<Response> handle(McpExchange received) {
        try {
            return handlers.apply(received).handle(received);
        } catch (Throwable e) { // whatever it is, the request is answered
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void settle(Exchange exchange, McpExchange received, Response response, Throwable failure) {
        Throwable cause = Causes.unwrapped(failure);
        if (cause instanceof McpErrorException error) {
            JsonNode id = received.body().path("id");
            exchange.getMessage().setBody(JsonRpcResponses.error(id, error));
        } else if (cause != null) {
            exchange.setException(cause);
        } else {
            exchange.getMessage().setBody(response);
        }
    }
}
