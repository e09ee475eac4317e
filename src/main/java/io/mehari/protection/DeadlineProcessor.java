package io.mehari.protection;

import io.mehari.call.CallAlarm;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
import io.netty.util.Timer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * The total deadline of a call ({@code policy: {ref: deadline}}): answers TimedOut when it passes and cancels what is
 * still under way. A call that has failed is not sent, but by the policy {@code retry}. The time for which the client of the call is asked something does not count. Where it has passed already nothing is sent, and where the caller has left the call ends immediately.
 */
final class DeadlineProcessor extends DelegateAsyncProcessor {
    /** How often a deadline is looked at that has passed but for a question that is open. */
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DetachedSteps steps;
    private final Timer timer;
    private final LongSupplier nanoTime;

    /**
     * A deadline around steps.
     *
     * @param nanoTime {@link System#nanoTime()}, or a test's own, for the time that clients are asked something
     */
    DeadlineProcessor(Route route, Processor steps, Timer timer, LongSupplier nanoTime) {
        super(steps);
        this.steps = new DetachedSteps(route, steps);
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Failed failed = CallState.failure(exchange);
        if (failed != null) { // whether it may be sent again is for the policy retry to say
            return CallState.fail(exchange, callback, failed);
        }
        long left = nanosLeft(exchange);
        if (left <= 0) {
            return CallState.fail(exchange, callback, timedOut(exchange));
        }
        Bounded call = new Bounded(exchange, callback, CallState.control(exchange));
        call.begin(left);
        try {
            steps.run(exchange, call::ended);
        } catch (RuntimeException e) {
            if (call.claim()) {
                throw e;
            }
        }
        return false;
    }

    /** One call under its deadline. Ends once: by its steps, by the deadline, or because its caller has left. */
    private final class Bounded {
        private final Exchange exchange;
        private final AsyncCallback callback;
        private final CallControl control;
        private final AtomicBoolean answered = new AtomicBoolean();
        private final long askedBefore;
        private volatile long granted;
        private volatile CallAlarm alarm;
        private volatile Runnable forget = () -> {};

        Bounded(Exchange exchange, AsyncCallback callback, CallControl control) {
            this.exchange = exchange;
            this.callback = callback;
            this.control = control;
            this.askedBefore = control.askedNanos(nanoTime.getAsLong());
        }

        void begin(long nanos) {
            alarm = alarmIn(nanos);
            forget = control.onCancel(this::withdrawn);
        }

        private CallAlarm alarmIn(long nanos) {
            return CallAlarm.in(timer, nanos, this::due);
        }

        /** The deadline moves by the time that the client was asked something since it was set. */
        private void due() {
            long asked = control.askedNanos(nanoTime.getAsLong()) - askedBefore;
            long more = asked - granted;
            if (more <= 0 || answered.get()) {
                expire();
                return;
            }
            granted = asked;
            try {
                alarm = alarmIn(control.isAsking() ? Math.max(more, CHECK_NANOS) : more);
            } catch (RejectedExecutionException | IllegalStateException e) {
                expire(); // a timer that is full or stopped
                return;
            }
            if (answered.get()) {
                alarm.cancel();
            }
        }

        /** Whether the asker is the first to end the call. */
        boolean claim() {
            boolean first = answered.compareAndSet(false, true);
            if (first) {
                alarm.cancel();
                forget.run();
            }
            return first;
        }

        void ended(Exchange copy) {
            if (claim()) {
                Object arguments = exchange.getMessage().getBody();
                DetachedSteps.copyBack(exchange, copy);
                if (exchange.getException() != null) {
                    exchange.getMessage().setBody(arguments); // what a recovery may send again
                }
                callback.done(false);
            }
        }

        /** On the timer's thread, which has other calls to serve. */
        void expire() {
            if (claim()) {
                exchange.setException(timedOut(exchange));
                try {
                    control.resume(() -> callback.done(false));
                } finally {
                    control.cancel(CancelCause.LIMIT);
                }
            }
        }

        private void withdrawn() {
            if (control.isCallerGone() && claim()) {
                exchange.setException(left(exchange));
                callback.done(false);
            }
        }
    }

    /** Nanoseconds until the deadline of this call; negative once it has passed. */
    static long nanosLeft(Exchange exchange) {
        ToolCall call = CallState.call(exchange);
        Tool tool = CallState.requiredTool(exchange);
        long now = System.nanoTime();
        return tool.calls().total().toNanos()
                + CallState.control(exchange).askedNanos(now)
                - (now - call.context().receivedNanos());
    }

    /** What a call ends in whose caller has left. */
    static ToolCallException left(Exchange exchange) {
        Tool tool = CallState.requiredTool(exchange);
        return new ToolCallException(
                Failed.cancelled(tool.server(), "The caller of " + tool.id() + " has left before it was answered"));
    }

    private static ToolCallException timedOut(Exchange exchange) {
        Tool tool = CallState.requiredTool(exchange);
        return new ToolCallException(Failed.timedOut(
                tool.server(),
                "The call to " + tool.id() + " was not answered within "
                        + tool.calls().total().toMillis() + " ms (timeout.total), retries included"));
    }
}
