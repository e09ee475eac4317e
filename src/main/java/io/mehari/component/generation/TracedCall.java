package io.mehari.component.generation;

import io.mehari.call.CallControl;
import io.mehari.call.CallTrace;
import io.mehari.call.CallTraces;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.exchange.ExchangeState;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Ends the span of a call when its endpoint has the outcome. The span itself is with the {@link CallControl} of the call,
 * which goes wherever the call goes, on whatever thread.
 *
 * @param outer exchange of the endpoint
 * @param span of the call
 * @param callback is run when the span has ended
 */
record TracedCall(Exchange outer, CallTrace span, AsyncCallback callback) implements AsyncCallback {
    /**
     * Begins the span of a call.
     *
     * @param traces makes spans
     * @param outer exchange of the endpoint, which has the call
     * @param callback of the endpoint
     * @return what is to be called in its place
     */
    static AsyncCallback begin(CallTraces traces, Exchange outer, AsyncCallback callback) {
        CallControl control = outer.getProperty(ExchangeState.CONTROL, CallControl.class);
        if (control == null) {
            control = new CallControl();
            outer.setProperty(ExchangeState.CONTROL, control);
        }
        CallTrace span = traces.begin(outer.getProperty(ExchangeState.CALL, ToolCall.class), control.trace());
        control.trace(span);
        return new TracedCall(outer, span, callback);
    }

    @Override
    public void done(boolean doneSync) {
        boolean failed = outer.getException() != null;
        span.ended(failed ? null : outer.getProperty(ExchangeState.RESULT, ToolCallResult.class));
        callback.done(doneSync);
    }
}
