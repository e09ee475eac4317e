package io.mehari.endpoint.rest;

import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.rest.form.ResultForms;
import io.mehari.text.Causes;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Step of the ingress route that runs the handler of a request that is not a single tool call: a {@link RestExchange}
 * in the body becomes a {@link Response}. Safe for concurrent use.
 */
final class RestAnswers extends AsyncProcessorSupport {
    private final ResultForms forms;

    /**
     * The step.
     *
     * @param forms chooses the form of rejections
     */
    RestAnswers(ResultForms forms) {
        this.forms = forms;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (!(exchange.getMessage().getBody() instanceof RestExchange received)) {
            callback.done(true);
            return true;
        }
        CompletableFuture<Response> response = received.run();
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

    private void settle(Exchange exchange, RestExchange received, Response response, Throwable failure) {
        Throwable cause = Causes.unwrapped(failure);
        if (cause instanceof RequestRejectedException rejected) {
            exchange.getMessage().setBody(forms.of(received.request().target()).render(received.context(), rejected));
        } else if (cause != null) {
            exchange.setException(cause);
        } else {
            exchange.getMessage()
                    .setBody(Admission.of(received.request()).options().fields().of(response));
        }
    }
}
