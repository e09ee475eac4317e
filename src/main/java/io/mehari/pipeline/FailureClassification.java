package io.mehari.pipeline;

import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.exchange.CallState;
import io.mehari.exchange.ExchangeState;
import io.mehari.failure.ErrorFirewall;
import io.mehari.failure.FailureClass;
import io.mehari.failure.FailureClassifier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** First step of the error firewall: which outcome and which category a failure is. */
final class FailureClassification implements Processor {
    private final ErrorFirewall firewall;
    private final FailureClassifier classifier;

    FailureClassification(ErrorFirewall firewall, FailureClassifier classifier) {
        this.firewall = firewall;
        this.classifier = classifier;
    }

    @Override
    public void process(Exchange exchange) {
        ToolCall call = CallState.call(exchange);
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Failed failed = firewall.answer(cause, call.context().requestId());
        FailureClass known = failed.isThrownByRoute() ? classifier.classifyThrown(cause) : classifier.classify(failed);
        CallState.classified(exchange, failed, known.category());
        exchange.setProperty(ExchangeState.CLASSIFIED, known);
    }
}
