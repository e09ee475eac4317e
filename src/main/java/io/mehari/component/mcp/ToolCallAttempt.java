package io.mehari.component.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.AttemptTrace;
import io.mehari.call.CallAlarm;
import io.mehari.call.CallControl;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ProgressListener;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.exchange.CallState;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamCall.Cancellation;
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
 * One attempt that has been started. Ends exactly once: by the upstream's response, by its own time limit, or because
 * the whole call was cancelled. Progress starts the time limit again. Safe for concurrent use.
 */
final class ToolCallAttempt {
    /** How often a limit that is nearly over is looked at while it stands still. */
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final Upstream upstream;
    private final String tool;
    private final Duration limit;
    private final AttemptFailure failures;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final long began;
    private volatile long lastProgress;
    private volatile CallAlarm clock;
    private volatile Runnable forgetHook = () -> {};
    private volatile UpstreamCall call;
    private AttemptTrace span;
    /** Whether whoever brings the answer brings it on a thread of its own. */
    private volatile boolean watching;

    /**
     * An attempt that has not begun.
     *
     * @param exchange gets the result or the exception
     * @param callback is run once when the attempt ends
     * @param upstream takes the call
     * @param tool name of the tool
     * @param limit longest time without a response or progress
     * @param timer fires the limit
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
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
        this.failures = new AttemptFailure(upstream.name(), tool, limit);
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.lastProgress = began;
    }

    /**
     * The attempt has a span, which is told which replicas were tried. To be said before it begins.
     *
     * @param begun its span; ended by somebody else
     * @return this
     */
    ToolCallAttempt traced(AttemptTrace begun) {
        span = begun;
        return this;
    }

    /**
     * Sends the call. Whatever goes wrong ends in an outcome: Camel would drop what is thrown here.
     *
     * @param arguments arguments of the call; to be read only
     * @param headers headers of the caller that go with it
     * @param meta {@code _meta} of the caller that goes with it; null for none
     */
    void begin(ObjectNode arguments, ClientHeaders headers, ObjectNode meta) {
        CallControl control = CallState.control(exchange);
        lastProgress = counted(control);
        if (control.isCancelled()) {
            end(new ToolCallException(cancelled(control).apply(Cancellation.NEVER_SENT)));
            return;
        }
        try {
            send(arguments, headers, meta, control);
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

    private void send(ObjectNode arguments, ClientHeaders headers, ObjectNode meta, CallControl control) {
        ProgressListener progress = params -> progressed(params, control);
        Client client = control.askedClient(nanoTime);
        call = meta == null
                ? upstream.callTool(tool, arguments, headers, progress, client)
                : upstream.request(McpMethod.TOOLS_CALL, params(arguments, meta), headers, progress, client);
        clock = CallAlarm.in(timer, limit.toNanos(), this::tick);
        forgetHook = control.onCancel(() -> abandon("no one is waiting for the result any more", cancelled(control)));
        call.result().whenComplete((result, failure) -> {
            if (watching) {
                answered(result, failure);
            } else {
                // An answer that is there already must not overtake its progress, which waits for this very thread.
                control.resume(() -> answered(result, failure));
            }
        });
        watching = true;
    }

    private ObjectNode params(ObjectNode arguments, ObjectNode meta) {
        ObjectNode params = Json.object().put("name", tool);
        params.set("arguments", arguments);
        params.set("_meta", meta);
        return params;
    }

    private void progressed(ObjectNode params, CallControl control) {
        lastProgress = counted(control);
        control.progressed(params);
    }

    /** The time without that for which the client of the call was asked something. */
    private long counted(CallControl control) {
        long now = nanoTime.getAsLong();
        return now - control.askedNanos(now);
    }

    private Function<Cancellation, Failed> cancelled(CallControl control) {
        return control.isCallerGone() ? failures::byCaller : failures::byGateway;
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
        CallControl control = CallState.control(exchange);
        long left = limit.toNanos() - (counted(control) - lastProgress);
        if (left > 0 && !ended.get()) {
            startClock(control.isAsking() ? Math.max(left, CHECK_NANOS) : left);
        } else {
            abandon("no answer within " + failures.text(), failures::byLimit);
        }
    }

    private void startClock(long left) {
        try {
            clock = CallAlarm.in(timer, left, this::tick);
        } catch (RejectedExecutionException | IllegalStateException e) {
            abandon("the gateway has no timer left", failures::byLimit); // a timer that is full or stopped
        }
    }

    /** The cancellation alone decides how far the call had come; one that has just ended keeps its own outcome. */
    private void abandon(String reason, Function<Cancellation, Failed> outcome) {
        Cancellation cancellation = Cancellation.SENT;
        try {
            cancellation = call.cancel(reason);
        } finally {
            if (cancellation != Cancellation.TOO_LATE) {
                end(new ToolCallException(call.limited(outcome.apply(cancellation))));
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
        if (span != null && call != null) {
            span.tried(call.tries());
        }
        CallState.control(exchange).ran(nanoTime.getAsLong() - began);
    }

    private Exception failureOf(Throwable failure) {
        Throwable cause =
                failure.getCause() != null && !(failure instanceof ToolCallException) ? failure.getCause() : failure;
        return cause instanceof Exception exception ? exception : new IllegalStateException(cause);
    }
}
