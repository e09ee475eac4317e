package io.mehari.component.generation;

import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that are in a generation at the moment, and the watchdog over them: a call that is still running when its
 * total deadline and the grace have passed gets a result here, whatever has become of it. Safe for concurrent use.
 */
public final class CallWatchdog {
    private static final Logger LOG = LoggerFactory.getLogger(CallWatchdog.class);

    private final Set<GenerationCall> calls = ConcurrentHashMap.newKeySet();
    private final Duration grace;
    private final ToLongFunction<Object> totalNanos;
    private final BiFunction<ToolCall, ToolCallResult.Failed, CompletableFuture<Void>> onOverdue;
    private final LongSupplier nanoTime;

    /**
     * A watchdog without calls.
     *
     * @param grace how long after its total deadline a call is abandoned; the deadline itself is the pipeline's
     * @param totalNanos total deadline of a tool in nanoseconds, given the catalogue's entry, or null before the admit
     *     stage has found one
     * @param onOverdue records a call that the watchdog ends, unless its end was recorded already; the call is answered
     *     when this is done
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    public CallWatchdog(
            Duration grace,
            ToLongFunction<Object> totalNanos,
            BiFunction<ToolCall, ToolCallResult.Failed, CompletableFuture<Void>> onOverdue,
            LongSupplier nanoTime) {
        this.grace = grace;
        this.totalNanos = totalNanos;
        this.onOverdue = onOverdue;
        this.nanoTime = nanoTime;
    }

    /**
     * The number of calls that are waiting for something at the moment.
     *
     * @return from 0
     */
    public int size() {
        return calls.size();
    }

    /** Ends every call that is overdue. Called by a timer. */
    public void sweep() {
        long now = nanoTime.getAsLong();
        for (GenerationCall running : calls) {
            long age = now
                    - running.call().context().receivedNanos()
                    - running.control().askedNanos(now);
            if (age > totalNanos.applyAsLong(running.tool()) + grace.toNanos()) {
                abandon(running);
            }
        }
    }

    /**
     * Adds a call that has not ended immediately.
     *
     * @param running the call
     */
    void add(GenerationCall running) {
        calls.add(running);
        if (running.isEnded()) {
            calls.remove(running);
        }
    }

    /**
     * Removes a call that has ended.
     *
     * @param running the call
     */
    void remove(GenerationCall running) {
        calls.remove(running);
    }

    /** Records the call first, so that its dead letter is durable before its caller has the answer. */
    private void abandon(GenerationCall running) {
        if (!running.claim()) {
            return;
        }
        ToolCall call = running.call();
        LOG.error(
                "Request {}: the call of {}/{} was still in a stage after its deadline; ended by the watchdog",
                call.context().requestId(),
                call.server(),
                call.tool());
        ToolCallResult.Failed result = ToolCallResult.Failed.timedOut(
                call.server(),
                "The call to " + call.server() + "/" + call.tool()
                        + " passed its total deadline and was ended by the watchdog");
        recorded(running, result).whenComplete((done, failure) -> end(running, result));
    }

    private CompletableFuture<Void> recorded(GenerationCall running, ToolCallResult.Failed result) {
        try {
            return running.control().claimRecord()
                    ? onOverdue.apply(running.call(), result)
                    : CompletableFuture.completedFuture(null);
        } catch (RuntimeException e) {
            LOG.error("Request {}: the watchdog could not record it", requestId(running), e);
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Whatever is thrown here, the next overdue call must be ended all the same. */
    private void end(GenerationCall running, ToolCallResult.Failed result) {
        try {
            running.control().resume(() -> running.end(result));
        } catch (RuntimeException e) {
            LOG.error("Request {}: its result could not be given back", requestId(running), e);
        }
        try {
            running.control().cancel(CancelCause.LIMIT);
        } catch (RuntimeException e) {
            LOG.error("Request {}: the watchdog could not cancel what is left of it", requestId(running), e);
        }
    }

    private static String requestId(GenerationCall running) {
        return running.call().context().requestId();
    }
}
