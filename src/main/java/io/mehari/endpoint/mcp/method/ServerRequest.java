package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.text.DurationText;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamCall.Cancellation;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One request to a server that is no tool call: ends by the server's answer, by the server's time limits, which stand still
 * while its client is asked, or because its client has cancelled it. Progress starts the limit of one attempt again, never
 * the total. Safe for concurrent use.
 */
final class ServerRequest {
    /** How often a limit that stands still is looked at. */
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** When a request that was never sent is worth another try. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Upstream upstream;
    private final String method;
    private final CallControl control;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final long attempt;
    private final long total;
    private final long began;
    private final CompletableFuture<ObjectNode> result = new CompletableFuture<>();
    private volatile long lastProgress;
    private volatile Timeout clock;
    private volatile UpstreamCall call;

    ServerRequest(Upstream upstream, String method, CallControl control, Timer timer, LongSupplier nanoTime) {
        this.upstream = upstream;
        this.method = method;
        this.control = control;
        this.timer = timer;
        this.nanoTime = nanoTime;
        CallSettings limits = upstream.settings().calls();
        this.attempt = limits.attempt().toNanos();
        this.total = limits.total().toNanos();
        this.began = counted();
        this.lastProgress = began;
    }

    /**
     * Sends it.
     *
     * @param params to be read only
     * @param headers of the caller that go with it
     * @return ends with the {@code result} object on the thread that the caller's endpoint wants; exceptionally with a
     *     {@link ToolCallException}
     */
    CompletableFuture<ObjectNode> send(ObjectNode params, ClientHeaders headers) {
        call = upstream.request(
                method,
                params,
                headers,
                progress -> {
                    lastProgress = counted();
                    control.progressed(progress);
                },
                control.askedClient(nanoTime));
        startClock(left());
        Runnable forget = control.onCancel(() -> abandon("no one is waiting for the result any more", true));
        call.result().whenComplete((answer, failure) -> control.resume(() -> end(answer, failure)));
        result.whenComplete((answer, failure) -> {
            forget.run();
            Timeout running = clock;
            if (running != null) {
                running.cancel();
            }
        });
        return result;
    }

    private void end(ObjectNode answer, Throwable failure) {
        if (failure == null) {
            result.complete(answer);
        } else {
            result.completeExceptionally(failure);
        }
    }

    /** The time without that for which the client was asked something. */
    private long counted() {
        long now = nanoTime.getAsLong();
        return now - control.askedNanos(now);
    }

    private long left() {
        long now = counted();
        return Math.min(attempt - (now - lastProgress), total - (now - began));
    }

    private void tick() {
        long left = left();
        if (left > 0 && !result.isDone()) {
            startClock(control.isAsking() ? Math.max(left, CHECK_NANOS) : left);
        } else {
            abandon("no answer in time", false);
        }
    }

    private void startClock(long left) {
        try {
            clock = timer.newTimeout(timeout -> tick(), left, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            abandon("the gateway has no timer left", false); // a timer that is full or stopped
        }
    }

    private void abandon(String reason, boolean byCaller) {
        Cancellation cancellation = call.cancel(reason);
        if (cancellation != Cancellation.TOO_LATE) {
            Failed failed = byCaller ? cancelled() : late(cancellation);
            control.resume(() -> result.completeExceptionally(new ToolCallException(failed)));
        }
    }

    private Failed cancelled() {
        return Failed.cancelled(upstream.name(), "The client has cancelled " + method + ", or has disconnected");
    }

    private Failed late(Cancellation cancellation) {
        boolean whole = counted() - began >= total;
        String limit = DurationText.of(Duration.ofNanos(whole ? total : attempt))
                + (whole ? " (timeout.total)" : " (timeout.attempt)");
        return cancellation == Cancellation.NEVER_SENT
                ? Failed.down(
                        upstream.name(),
                        "Upstream " + upstream.name() + " did not take " + method + " within " + limit
                                + ": it is still joining, or busy; nothing was sent",
                        SOON)
                : Failed.timedOut(
                        upstream.name(),
                        "Upstream " + upstream.name() + " did not answer " + method + " within " + limit);
    }
}
