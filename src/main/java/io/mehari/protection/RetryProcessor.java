package io.mehari.protection;

import io.mehari.call.ToolCallResult.Failed;
import io.mehari.exchange.CallState;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Tries again what failed and may be sent again ({@code policy: {ref: retry}}). Each attempt runs on the
 * exchange as it came; pauses hold neither a thread nor a permit, and end early when the server is back. A call that has
 * failed already, as calls in recovery routes have, begins with a pause, or ends if it may not be sent again.
 */
final class RetryProcessor extends DelegateAsyncProcessor {
    private final RetryRules rules;

    RetryProcessor(Processor steps, RetryRules rules) {
        super(steps);
        this.rules = rules;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        RetriedCall call = new RetriedCall(exchange, callback, getProcessor(), rules);
        Failed failure = CallState.failure(exchange);
        if (failure == null) {
            call.attempt();
        } else {
            call.afterFailure(failure);
        }
        return false;
    }
}
