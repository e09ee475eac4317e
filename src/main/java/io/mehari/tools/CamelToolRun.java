package io.mehari.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.exchange.CallState;
import io.mehari.exchange.ExchangeState;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * One run of a route that is a tool, a resource or a prompt. Ends exactly once: by the route, by the attempt's clock, which starts with the route, or
 * because the call was cancelled; one cancelled in the queue never begins. At the limit its threads are interrupted,
 * what it calls is cancelled, and no further step begins.
 */
final class CamelToolRun {
    private enum State {
        OPEN,
        ANSWERED,
        GIVEN_UP
    }

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final ToolCall call;
    private final RouteWork work;
    private final Duration limit;
    private final Timer timer;
    private final RunThreads threads;
    private final CallControl inside;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private volatile Runnable forget = () -> {};
    private volatile long started;

    /**
     * A run that has not begun.
     *
     * @param exchange of the call
     * @param callback is run once when the run ends
     * @param work the route, and for what it runs
     * @param limit longest time of the run
     * @param timer ends it
     * @param pool on which it runs
     */
    CamelToolRun(
            Exchange exchange, AsyncCallback callback, RouteWork work, Duration limit, Timer timer, ToolThreads pool) {
        this.exchange = exchange;
        this.callback = callback;
        this.call = CallState.call(exchange);
        this.work = work;
        this.limit = limit;
        this.timer = timer;
        this.threads = new RunThreads(call, pool, timer);
        CallControl control = CallState.control(exchange);
        this.inside = control.within(new RisingProgress(control::progressed), threads::proceed);
    }

    /** Ends the run when the call is cancelled. Its thread has until the limit to end the route if the caller has left. */
    void endWhenCancelled() {
        forget = CallState.control(exchange).onCancel(this::withdraw);
    }

    private void withdraw() {
        if (CallState.control(exchange).isCallerGone()) {
            giveUp(
                    new ToolCallException(
                            Failed.cancelled(call.server(), "The caller of " + work.title() + " has left")),
                    CancelCause.CALLER);
        } else {
            giveUp(timedOut("was cancelled by the gateway"), CancelCause.LIMIT);
            interrupt();
        }
    }

    /**
     * Runs the route on a thread of tools as soon as there is one.
     *
     * @throws java.util.concurrent.RejectedExecutionException if too many runs wait already
     */
    void start() {
        started = System.nanoTime();
        threads.start(this::begin);
    }

    private void begin() {
        if (isGivenUp() || CallState.control(exchange).isCancelled()) {
            return;
        }
        long begun = System.nanoTime();
        CallState.control(exchange).waited(begun - started);
        started = begun;
        try {
            RunClock clock = RunClock.start(timer, limit, inside, System::nanoTime, this::late);
            Exchange inner = work.exchange(exchange.getContext());
            inner.setProperty(ExchangeState.RUN, this);
            inner.setProperty(ExchangeState.CALLED_BY, call);
            inner.setProperty(ExchangeState.CONTROL, inside);
            work.route().process(inner, doneSync -> {
                clock.stop();
                answered(inner);
            });
        } catch (RuntimeException e) {
            giveUp(e, CancelCause.LIMIT);
        } catch (Error e) {
            giveUp(new IllegalStateException("The route of " + call.tool() + " broke down", e), CancelCause.LIMIT);
            throw e;
        }
    }

    /** On the timer's thread, which has other calls to serve. */
    private void late() {
        giveUp(
                timedOut("did not answer within " + limit.toMillis() + " ms, the limit of an attempt"),
                CancelCause.LIMIT);
        interrupt();
    }

    private void answered(Exchange inner) {
        ObjectNode result = null;
        ToolCallException failure = null;
        try {
            result = isGivenUp() ? null : work.answer(inner);
        } catch (ToolCallException e) {
            failure = e;
        }
        if (state.compareAndSet(State.OPEN, State.ANSWERED)) {
            forget.run();
            CallState.control(exchange).ran(System.nanoTime() - started);
            end(result, failure);
        }
    }

    private void end(ObjectNode result, ToolCallException failure) {
        if (failure != null) {
            CallState.failLater(exchange, callback, failure);
        } else {
            CallState.answer(exchange, result, ToolCallResult.of(result));
            callback.done(false);
        }
    }

    private void giveUp(RuntimeException failure, CancelCause cause) {
        if (state.compareAndSet(State.OPEN, State.GIVEN_UP)) {
            forget.run();
            try {
                inside.cancel(cause);
            } finally {
                CallState.failLater(exchange, callback, failure);
            }
        }
    }

    /** Never once the route has answered: its thread then works on the rest of the call. */
    private void interrupt() {
        if (isGivenUp()) {
            threads.interrupt();
        }
    }

    /**
     * A step of the route has ended: what follows goes on on a thread of this run.
     *
     * @param step exchange of the step
     * @param rest what follows
     * @param doneSync whether the step has ended on the thread that began it
     */
    void goOn(Exchange step, AsyncCallback rest, boolean doneSync) {
        if (doneSync || threads.isMine()) {
            rest.done(doneSync);
        } else {
            threads.proceed(() -> {
                refuse(step);
                rest.done(false);
            });
        }
    }

    /**
     * Ends a step before it begins, or what follows it, if nobody waits for the run any more. Happens once to an exchange:
     * steps that tidy up afterwards run.
     *
     * @param step exchange of the step
     * @return true if the step must not begin
     */
    boolean refuse(Exchange step) {
        if (!isGivenUp() || step.getExchangeExtension().isInterrupted()) {
            return false;
        }
        step.setException(new InterruptedException("The run of " + call.tool() + " was given up"));
        return true;
    }

    private boolean isGivenUp() {
        return state.get() == State.GIVEN_UP;
    }

    private ToolCallException timedOut(String what) {
        return new ToolCallException(Failed.timedOut(call.server(), "The route of " + work.title() + " " + what));
    }
}
