package io.mehari.endpoint.rest;

import io.mehari.endpoint.http.RequestRejectedException;
import io.mehari.endpoint.http.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** Step of the ingress route that answers what is not a single tool call: an {@link RestExchange} becomes an answer. */
final class RestAnswers extends AsyncProcessorSupport {
    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (!(exchange.getMessage().getBody() instanceof RestExchange asked)) {
            callback.done(true);
            return true;
        }
        CompletableFuture<Response> answer = ask(asked);
        if (answer.isDone()) {
            answer.whenComplete((value, failure) -> settle(exchange, asked, value, failure));
            callback.done(true);
            return true;
        }
        answer.whenComplete((value, failure) -> {
            settle(exchange, asked, value, failure);
            callback.done(false);
        });
        return false;
    }

    private static CompletableFuture<Response> ask(RestExchange asked) {
        try {
            return asked.answer();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void settle(Exchange exchange, RestExchange asked, Response answer, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RequestRejectedException rejected) {
            exchange.getMessage()
                    .setBody(ResultForm.of(asked.request().target()).render(asked.context(), rejected));
        } else if (cause != null) {
            exchange.setException(cause);
        } else {
            exchange.getMessage().setBody(answer);
        }
    }
}
