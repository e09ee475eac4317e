package io.mehari.endpoint.rest;

import io.mehari.call.CallControl;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.endpoint.rest.form.ResultForm;
import io.mehari.endpoint.rest.form.ResultForms;
import io.mehari.exchange.ExchangeState;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Last step of the ingress route: makes the result of a tool call a {@link Response} in the form asked for. The
 * response to any other request is in the body already. Safe for concurrent use.
 */
final class RestReply implements Processor {
    private final ResultForms forms;

    /**
     * The step.
     *
     * @param forms chooses the form
     */
    RestReply(ResultForms forms) {
        this.forms = forms;
    }

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
        exchange.getMessage().setBody(response(exchange, request, call, result));
    }

    private Response response(Exchange exchange, Request request, ToolCall call, ToolCallResult result) {
        ResultForm form = forms.of(request.target());
        CallControl control = (CallControl) exchange.getProperty(ExchangeState.CONTROL);
        Response response = QuotaHeaders.onto(form.render(call, result), control);
        if (!(form instanceof EnvelopeForm)) {
            return response;
        }
        return Admission.of(request)
                .options()
                .fields()
                .of(response.with(ServerTiming.headers(call.context(), result, control)));
    }
}
