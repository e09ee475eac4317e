package io.mehari.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.component.aioffer.OfferedRoute;
import io.mehari.component.aioffer.OfferedRoute.Kind;
import io.mehari.component.aioffer.PromptExchange;
import io.mehari.component.aioffer.ResourceExchange;
import io.mehari.protocol.ErrorCode;
import io.mehari.tools.RouteAnswer.Told;
import java.util.Optional;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/**
 * A request for a resource or a prompt that is a route.
 *
 * @param call stands for the request: its arguments are those of the prompt, or the address of the resource under {@code
 *     uri}
 * @param offered the route
 */
record OfferWork(ToolCall call, OfferedRoute offered) implements RouteWork {
    @Override
    public String title() {
        return offered.title();
    }

    @Override
    public AsyncProcessor route() {
        return offered.route();
    }

    @Override
    public Exchange exchange(CamelContext context) {
        return offered.kind() == Kind.PROMPT
                ? PromptExchange.of(context, call.arguments())
                : ResourceExchange.of(context, offered, uri());
    }

    private String uri() {
        return call.arguments().path("uri").asText();
    }

    @Override
    public ObjectNode answer(Exchange exchange) {
        Exception failure = exchange.getException();
        try {
            if (failure != null) {
                throw failed(failure);
            }
            return result(exchange).orElseThrow(() -> OfferFailures.noSuchResource(offered.server(), uri()));
        } catch (ToolCallException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failed(e); // the route left something that no answer can be made of
        }
    }

    private Optional<ObjectNode> result(Exchange exchange) {
        return offered.kind() == Kind.PROMPT
                ? Optional.of(PromptExchange.result(offered, exchange))
                : ResourceExchange.result(offered, uri(), exchange);
    }

    private ToolCallException failed(Exception failure) {
        Optional<Told> told = RouteAnswer.told(failure);
        if (told.flatMap(Told::call).isPresent()) {
            return told.get().call().get();
        }
        boolean callersFault = told.filter(Told::isComplaint).isPresent();
        String text = told.map(Told::text).orElseGet(() -> RouteAnswer.hidden(call, title(), failure));
        return OfferFailures.error(
                offered.server(), callersFault ? ErrorCode.INVALID_PARAMS : ErrorCode.INTERNAL_ERROR, text);
    }
}
