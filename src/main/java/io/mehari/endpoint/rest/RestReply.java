package io.mehari.endpoint.rest;

import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.exchange.ExchangeState;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Last step of the ingress route: makes the result of a tool call a {@link Response} in the form asked for. The
 * response to any other request is in the body already. Stateless.
 */
final class RestReply implements Processor {
    @Override
    public void process(Exchange exchange) {
        ToolCall call = (ToolCall) exchange.getProperty(ExchangeState.CALL);
        if (call == null) {
            return;
        }
        ToolCallResult result = (ToolCallResult) exchange.getProperty(ExchangeState.RESULT);
        if (result == null) {
            throw new IllegalStateException("The pipeline left no result");
        }
        Request request = (Request) exchange.getProperty(ExchangeState.REQUEST);
        exchange.getMessage().setBody(ResultForm.of(request.target()).render(call.context(), result));
    }
}
