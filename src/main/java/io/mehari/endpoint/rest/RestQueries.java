package io.mehari.endpoint.rest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** Step of the ingress route that answers what is not a single tool call: an {@link Inquiry} becomes an answer. */
final class RestQueries extends AsyncProcessorSupport {
    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (!(exchange.getMessage().getBody() instanceof Inquiry inquiry)) {
            callback.done(true);
            return true;
        }
        CompletableFuture<Answer> answer = ask(inquiry);
        if (answer.isDone()) {
            answer.whenComplete((value, failure) -> settle(exchange, inquiry, value, failure));
            callback.done(true);
            return true;
        }
        answer.whenComplete((value, failure) -> {
            settle(exchange, inquiry, value, failure);
            callback.done(false);
        });
        return false;
    }

    private static CompletableFuture<Answer> ask(Inquiry inquiry) {
        try {
            return inquiry.answer();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void settle(Exchange exchange, Inquiry inquiry, Answer answer, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            exchange.getMessage().setBody(refusal.answer(inquiry.request().form(), inquiry.context()));
        } else if (cause != null) {
            exchange.setException(cause);
        } else {
            exchange.getMessage().setBody(answer);
        }
    }
}
