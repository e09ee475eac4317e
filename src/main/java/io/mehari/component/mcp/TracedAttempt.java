package io.mehari.component.mcp;

import io.mehari.call.AttemptTrace;
import io.mehari.call.CallTrace;
import io.mehari.call.ToolCallException;
import io.mehari.exchange.CallState;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Ends the span of an attempt when the attempt has ended.
 *
 * @param exchange gets the result or the exception
 * @param span of the attempt
 * @param callback is run when the span has ended
 */
record TracedAttempt(Exchange exchange, AttemptTrace span, AsyncCallback callback) implements AsyncCallback {
    /**
     * Begins the span of an attempt.
     *
     * @param call its call
     * @param upstream takes it
     * @param tool name of the tool
     * @return never null
     */
    static AttemptTrace begin(CallTrace call, Upstream upstream, String tool) {
        HttpSettings http = upstream.settings().http();
        return call.attempt(upstream.name(), tool, http == null ? null : http.url());
    }

    @Override
    public void done(boolean doneSync) {
        Exception failure = exchange.getException();
        if (failure == null) {
            span.ended(CallState.result(exchange));
        } else {
            span.ended(failure instanceof ToolCallException told ? told.result() : null);
        }
        callback.done(doneSync);
    }
}
