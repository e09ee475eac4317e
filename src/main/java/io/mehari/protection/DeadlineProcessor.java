package io.mehari.protection;

import io.mehari.call.CallControl;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import io.mehari.exchange.ExchangeState;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * The total deadline of a call ({@code policy: {ref: deadline}}): answers TimedOut when it passes and gives up what is
 * still under way. Where it has passed already nothing is sent.
 */
public final class DeadlineProcessor extends DelegateAsyncProcessor {
    private final DetachedSteps steps;
    private final Timer timer;

    public DeadlineProcessor(Route route, Processor steps, Timer timer) {
        super(steps);
        this.steps = new DetachedSteps(route, steps);
        this.timer = timer;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        long left = nanosLeft(exchange);
        if (left <= 0) {
            exchange.setException(timedOut(exchange));
            callback.done(true);
            return true;
        }
        AtomicBoolean answered = new AtomicBoolean();
        Timeout alarm = timer.newTimeout(t -> expire(exchange, callback, answered), left, TimeUnit.NANOSECONDS);
        try {
            run(exchange, callback, answered, alarm);
        } catch (RuntimeException e) {
            if (answered.compareAndSet(false, true)) {
                alarm.cancel();
                throw e;
            }
        }
        return false;
    }

    private void run(Exchange exchange, AsyncCallback callback, AtomicBoolean answered, Timeout alarm) {
        steps.run(exchange, copy -> {
            if (answered.compareAndSet(false, true)) {
                alarm.cancel();
                ExchangeHelper.copyResults(exchange, copy);
                callback.done(false);
            }
        });
    }

    private static void expire(Exchange exchange, AsyncCallback callback, AtomicBoolean answered) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        CallControl control = control(exchange);
        exchange.setException(timedOut(exchange));
        try {
            callback.done(false);
        } finally {
            control.cancel();
        }
    }

    /** Nanoseconds until the deadline of this call; negative once it has passed. */
    static long nanosLeft(Exchange exchange) {
        ToolCall call = exchange.getProperty(ExchangeState.CALL, ToolCall.class);
        Tool tool = ProtectionPolicy.toolOf(exchange);
        return tool.calls().total().toNanos()
                - (System.nanoTime() - call.context().receivedNanos());
    }

    /** The control of this call; one that nobody listens to where the call did not come through the hand-over. */
    public static CallControl control(Exchange exchange) {
        CallControl control = exchange.getProperty(ExchangeState.CONTROL, CallControl.class);
        return control == null ? new CallControl() : control;
    }

    private static ToolCallException timedOut(Exchange exchange) {
        Tool tool = ProtectionPolicy.toolOf(exchange);
        return new ToolCallException(Failed.timedOut(
                tool.server(),
                "The call to " + tool.id() + " was not answered within "
                        + tool.calls().total().toMillis() + " ms (timeout.total), retries included"));
    }
}
