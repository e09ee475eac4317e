package io.mehari.protection;

import io.mehari.call.CallControl;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * One call that waits for a place in a full bulkhead. Ends once: by a place, by its limit, or because the call is
 * cancelled.
 */
final class BulkheadWait {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final Bulkhead bulkhead;
    private final Duration limit;
    private final Steps steps;
    private final Tool tool;
    private final long began = System.nanoTime();

    /** What the place is for. */
    @FunctionalInterface
    interface Steps {
        /** Runs in a place that is taken, and gives it back. */
        boolean run(Exchange exchange, AsyncCallback callback, Bulkhead bulkhead);
    }

    /**
     * A wait that has not begun.
     *
     * @param limit longest wait; with zero the call is refused immediately
     */
    BulkheadWait(Exchange exchange, AsyncCallback callback, Bulkhead bulkhead, Duration limit, Steps steps) {
        this.exchange = exchange;
        this.callback = callback;
        this.bulkhead = bulkhead;
        this.limit = limit;
        this.steps = steps;
        this.tool = CallState.requiredTool(exchange);
    }

    /** Begins it; may end it before this returns. */
    void begin(Timer timer) {
        if (limit.isZero()) {
            refuse("try again shortly");
            return;
        }
        Pause pause = new Pause(this::after);
        try {
            pause.begin(timer, limit);
        } catch (RejectedExecutionException | IllegalStateException e) {
            refuse("the gateway has no timer left to wait with; try again shortly");
            return;
        }
        BooleanSupplier admitted = pause::wake;
        if (!bulkhead.await(admitted)) {
            if (pause.drop()) {
                refuse(Bulkhead.MOST_WAITING + " more calls wait for a place already; try again later");
            }
            return;
        }
        pause.forgetAtEnd(() -> bulkhead.withdraw(admitted));
        pause.endWith(CallState.control(exchange));
    }

    /** On the thread of whatever ended the wait, which has other calls to serve. */
    private void after(Pause.Ending ending) {
        CallControl control = CallState.control(exchange);
        control.waited(System.nanoTime() - began);
        switch (ending) {
            case WOKEN -> control.resume(this::run);
            case PASSED ->
                control.resume(() -> refuse("no place became free within " + limit.toMillis() + " ms (bulkhead-wait)"));
            case CANCELLED -> cancelled(control);
        }
    }

    private void cancelled(CallControl control) {
        if (control.isCallerGone()) {
            CallState.failLater(exchange, callback, DeadlineProcessor.left(exchange));
        } else {
            refuse("the call was cancelled while it waited for a place");
        }
    }

    /** Where an exception would be lost. */
    private void run() {
        try {
            steps.run(exchange, doneSync -> callback.done(false), bulkhead);
        } catch (RuntimeException e) {
            CallState.failLater(exchange, callback, e);
        }
    }

    private void refuse(String why) {
        CallState.failLater(
                exchange,
                callback,
                new ToolCallException(Failed.limited(
                        tool.server(),
                        "Upstream " + tool.server() + " has " + tool.calls().bulkhead()
                                + " calls in flight, which is its bulkhead limit, and " + why
                                + "; the call was not sent. If the server bears more, raise bulkhead",
                        RETRY_AFTER)));
    }
}
