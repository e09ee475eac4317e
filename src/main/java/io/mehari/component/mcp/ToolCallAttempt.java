package io.mehari.component.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.exchange.CallState;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamCall.Cancellation;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * One attempt on its way. Ends exactly once: by the upstream's answer, by its own clock, or because the whole call
 * was given up. Progress winds the clock up again.
 */
final class ToolCallAttempt {
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final Upstream upstream;
    private final String tool;
    private final Duration limit;
    private final AttemptFailure givenUp;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long lastSign;
    private volatile Timeout clock;
    private volatile Runnable forgetHook = () -> {};
    private volatile UpstreamCall call;

    ToolCallAttempt(
            Exchange exchange,
            AsyncCallback callback,
            Upstream upstream,
            String tool,
            Duration limit,
            Timer timer,
            LongSupplier nanoTime) {
        this.exchange = exchange;
        this.callback = callback;
        this.upstream = upstream;
        this.tool = tool;
        this.limit = limit;
        this.givenUp = new AttemptFailure(upstream.name(), tool, limit);
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.lastSign = nanoTime.getAsLong();
    }

    /** Sends the call. Whatever goes wrong ends in an outcome: Camel would drop what is thrown here. */
    void begin(ObjectNode arguments) {
        CallControl control = CallState.control(exchange);
        if (control.isCancelled()) {
            end(new ToolCallException(withdrawn(control).apply(Cancellation.NEVER_SENT)));
            return;
        }
        try {
            send(arguments, control);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void fail(RuntimeException defect) {
        try {
            if (call != null) {
                call.cancel("the gateway failed");
            }
        } finally {
            end(defect);
        }
    }

    private void send(ObjectNode arguments, CallControl control) {
        call = upstream.callTool(tool, arguments, params -> progressed(params, control));
        clock = timer.newTimeout(t -> tick(), limit.toNanos(), TimeUnit.NANOSECONDS);
        forgetHook = control.onCancel(() -> giveUp("no one is waiting for the result any more", withdrawn(control)));
        call.result().whenComplete(this::answered);
    }

    private void progressed(ObjectNode params, CallControl control) {
        lastSign = nanoTime.getAsLong();
        control.progressed(params);
    }

    private Function<Cancellation, Failed> withdrawn(CallControl control) {
        return control.isCallerGone() ? givenUp::byCaller : givenUp::byGateway;
    }

    private void answered(ObjectNode result, Throwable failure) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        release();
        if (failure == null) {
            accept(result);
        } else {
            exchange.setException(failureOf(failure));
        }
        callback.done(false);
    }

    private void accept(ObjectNode result) {
        CallState.answer(exchange, result, ToolCallResult.of(result));
    }

    private void tick() {
        long left = limit.toNanos() - (nanoTime.getAsLong() - lastSign);
        if (left > 0 && !ended.get()) {
            windUp(left);
        } else {
            giveUp("no answer within " + givenUp.text(), givenUp::byLimit);
        }
    }

    private void windUp(long left) {
        try {
            clock = timer.newTimeout(t -> tick(), left, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            giveUp("the gateway has no clock left", givenUp::byLimit); // a timer that is full or stopped
        }
    }

    /** How far the call had come is decided by its cancellation alone; one that has just ended keeps its own outcome. */
    private void giveUp(String reason, Function<Cancellation, Failed> outcome) {
        Cancellation cancellation = Cancellation.SENT;
        try {
            cancellation = call.cancel(reason);
        } finally {
            if (cancellation != Cancellation.TOO_LATE) {
                end(new ToolCallException(outcome.apply(cancellation)));
            }
        }
    }

    private void end(RuntimeException outcome) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        exchange.setException(outcome);
        try {
            release();
        } finally {
            callback.done(false);
        }
    }

    private void release() {
        if (clock != null) {
            clock.cancel();
        }
        forgetHook.run();
    }

    private Exception failureOf(Throwable failure) {
        Throwable cause =
                failure.getCause() != null && !(failure instanceof ToolCallException) ? failure.getCause() : failure;
        return cause instanceof Exception exception ? exception : new IllegalStateException(cause);
    }
}
