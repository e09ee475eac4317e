package io.mehari.protection;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Tries again what failed and may be sent again ({@code policy: {ref: retry}}). Each attempt runs on the
 * exchange as it came; pauses hold neither a thread nor a permit, and end early when the server is back.
 */
final class RetryProcessor extends DelegateAsyncProcessor {
    private final RetryRules rules;

    RetryProcessor(Processor steps, RetryRules rules) {
        super(steps);
        this.rules = rules;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        new RetriedCall(exchange, callback, getProcessor(), rules).attempt();
        return false;
    }
}
