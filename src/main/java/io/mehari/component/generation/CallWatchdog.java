package io.mehari.component.generation;

import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that are in a generation right now, and the watchdog over them: a call that outlives its total
 * deadline by the grace is answered for, whatever became of it. Safe for concurrent use.
 */
public final class CallWatchdog {
    private static final Logger LOG = LoggerFactory.getLogger(CallWatchdog.class);

    private final Set<GenerationCall> calls = ConcurrentHashMap.newKeySet();
    private final Duration grace;
    private final ToLongFunction<Object> totalNanos;
    private final BiConsumer<ToolCall, ToolCallResult.Failed> onAbandoned;
    private final LongSupplier nanoTime;

    /**
     * @param grace how long after its total deadline a call is given up; the deadline itself is the pipeline's
     * @param totalNanos total deadline of a tool in nanoseconds, given the catalogue's entry, or null before the
     *     admit stage has found one
     * @param onAbandoned told of each call the watchdog answered for, unless its end was recorded already
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    public CallWatchdog(
            Duration grace,
            ToLongFunction<Object> totalNanos,
            BiConsumer<ToolCall, ToolCallResult.Failed> onAbandoned,
            LongSupplier nanoTime) {
        this.grace = grace;
        this.totalNanos = totalNanos;
        this.onAbandoned = onAbandoned;
        this.nanoTime = nanoTime;
    }

    /** Number of calls that wait for something right now. */
    public int size() {
        return calls.size();
    }

    /** Answers for every call that is overdue. Called by a timer. */
    public void sweep() {
        long now = nanoTime.getAsLong();
        for (GenerationCall handOver : calls) {
            long age = now - handOver.call().context().receivedNanos();
            if (age > totalNanos.applyAsLong(handOver.tool()) + grace.toNanos()) {
                abandon(handOver);
            }
        }
    }

    void add(GenerationCall handOver) {
        calls.add(handOver);
        if (handOver.isAnswered()) {
            calls.remove(handOver);
        }
    }

    void remove(GenerationCall handOver) {
        calls.remove(handOver);
    }

    private void abandon(GenerationCall handOver) {
        ToolCall call = handOver.call();
        ToolCallResult.Failed result = ToolCallResult.Failed.timedOut(
                call.server(),
                "The call to " + call.server() + "/" + call.tool()
                        + " passed its total deadline and was given up by the watchdog");
        boolean abandoned = false;
        try {
            abandoned = handOver.abandon(result);
        } catch (RuntimeException e) {
            abandoned = true; // its caller could not be told, the rest is to be done all the same
            LOG.error("Request {}: its answer could not leave", call.context().requestId(), e);
        }
        if (abandoned) {
            LOG.error("Request {}: no stage answered {}/{}", call.context().requestId(), call.server(), call.tool());
            clearUp(handOver, result);
        }
    }

    private void clearUp(GenerationCall handOver, ToolCallResult.Failed result) {
        try {
            if (handOver.control().claimRecord()) {
                onAbandoned.accept(handOver.call(), result);
            }
            handOver.control().cancel(CancelCause.LIMIT);
        } catch (RuntimeException e) {
            // The next overdue call must be answered all the same.
            LOG.error(
                    "Request {}: the watchdog failed on it",
                    handOver.call().context().requestId(),
                    e);
        }
    }
}
