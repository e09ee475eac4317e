package io.mehari.component.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.call.ExchangeState;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * One attempt on its way. Ends exactly once: by the upstream's answer, by its own clock, or because the whole call
 * was given up. Progress winds the clock up again.
 */
final class Attempt {
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final Upstream upstream;
    private final String tool;
    private final Duration limit;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long lastSign;
    private volatile Timeout clock;
    private volatile Runnable forgetHook = () -> {};
    private volatile UpstreamCall call;

    Attempt(
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
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.lastSign = nanoTime.getAsLong();
    }

    /** Sends the call. Whatever goes wrong ends in an outcome: Camel would drop what is thrown here. */
    void begin(ObjectNode arguments) {
        CallControl control = exchange.getProperty(ExchangeState.CONTROL, CallControl.class);
        if (control != null && control.isCancelled()) {
            abort(givenUp(), "");
            return;
        }
        try {
            send(arguments, control);
        } catch (RuntimeException e) {
            abort(e, "the gateway failed");
        }
    }

    private void send(ObjectNode arguments, CallControl control) {
        call = upstream.callTool(tool, arguments, progress -> lastSign = nanoTime.getAsLong());
        clock = timer.newTimeout(t -> tick(), limit.toNanos(), TimeUnit.NANOSECONDS);
        if (control != null) {
            forgetHook = control.onCancel(() -> abort(givenUp(), "the caller does not wait any longer"));
        }
        call.result().whenComplete(this::answered);
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
        exchange.getMessage().setBody(result);
        exchange.setProperty(ExchangeState.RESULT, ToolCallResult.of(result));
    }

    private void tick() {
        long left = limit.toNanos() - (nanoTime.getAsLong() - lastSign);
        if (left > 0 && !ended.get()) {
            windUp(left);
        } else {
            abort(timedOut(), "no answer within " + text(limit));
        }
    }

    private void windUp(long left) {
        try {
            clock = timer.newTimeout(t -> tick(), left, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            abort(timedOut(), "the gateway has no clock left"); // a timer that is full or stopped
        }
    }

    private void abort(RuntimeException outcome, String reason) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        exchange.setException(outcome);
        try {
            release();
            if (call != null) {
                call.cancel(reason);
            }
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

    private ToolCallException timedOut() {
        return new ToolCallException(Failed.timedOut(
                upstream.name(),
                "Upstream " + upstream.name() + " did not answer tool " + tool + " within " + text(limit)
                        + " (timeout.attempt); it was told to cancel"));
    }

    private ToolCallException givenUp() {
        return new ToolCallException(Failed.timedOut(
                upstream.name(), "The call to " + upstream.name() + "/" + tool + " was given up by the gateway"));
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
