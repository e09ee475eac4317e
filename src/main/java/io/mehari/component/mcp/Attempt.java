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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long lastSign = System.nanoTime();
    private volatile UpstreamCall call;
    private volatile Timeout clock;
    private volatile Runnable forgetHook = () -> {};

    Attempt(Exchange exchange, AsyncCallback callback, Upstream upstream, String tool, Duration limit, Timer timer) {
        this.exchange = exchange;
        this.callback = callback;
        this.upstream = upstream;
        this.tool = tool;
        this.limit = limit;
        this.timer = timer;
    }

    void begin(ObjectNode arguments) {
        CallControl control = exchange.getProperty(ExchangeState.CONTROL, CallControl.class);
        if (control != null && control.isCancelled()) {
            end(givenUp());
            return;
        }
        call = upstream.callTool(tool, arguments, progress -> lastSign = System.nanoTime());
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
        long quiet = System.nanoTime() - lastSign;
        long left = limit.toNanos() - quiet;
        if (left > 0 && !ended.get()) {
            clock = timer.newTimeout(t -> tick(), left, TimeUnit.NANOSECONDS);
            return;
        }
        abort(timedOut(), "no answer within " + text(limit));
    }

    private void abort(ToolCallException outcome, String reason) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        release();
        call.cancel(reason);
        exchange.setException(outcome);
        callback.done(false);
    }

    private void end(ToolCallException outcome) {
        ended.set(true);
        exchange.setException(outcome);
        callback.done(false);
    }

    private void release() {
        clock.cancel();
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
