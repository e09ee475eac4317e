package io.mehari.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.CacheActivity;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.exchange.CallState;
import io.netty.util.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers calls with results whose time is over, and renews these: one call of its own for each key, through the whole pipeline, with the limits
 * of the tool and not those of whoever was answered, who waits for nothing. One that failed is not tried again for {@link #PAUSE}. Safe for
 * concurrent use.
 */
final class Renewals {
    /** From a renewal that failed to the next one of its key. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    /** Most keys that are renewed, or not to be renewed yet. */
    static final int MAX_KEYS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);

    private final BiFunction<ToolCall, CallControl, CompletableFuture<ToolCallResult>> pipeline;
    private final Predicate<ToolCall> isRenewed;
    private final int most;
    private final CacheActivity activity;
    private final Timer timer;
    private final Clock clock;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final AtomicInteger running = new AtomicInteger();

    /**
     * Nothing is renewed yet.
     *
     * @param pipeline runs a call; never ends exceptionally
     * @param isRenewed whether results of this call are still given when their time is over
     * @param most renewals at the same time
     * @param activity counts them
     * @param timer ends pauses
     * @param clock says when a renewal begins
     */
    Renewals(
            BiFunction<ToolCall, CallControl, CompletableFuture<ToolCallResult>> pipeline,
            Predicate<ToolCall> isRenewed,
            int most,
            CacheActivity activity,
            Timer timer,
            Clock clock) {
        this.pipeline = pipeline;
        this.isRenewed = isRenewed;
        this.most = most;
        this.activity = activity;
        this.timer = timer;
        this.clock = clock;
    }

    /**
     * Answers a call and has its result renewed. A renewal itself is not answered: it is to bring a new one.
     *
     * @param exchange of the call, whose key is known
     * @param result whose time is over
     * @param age how old it is
     */
    void answer(Exchange exchange, ObjectNode result, Duration age) {
        ToolCall call = CallState.call(exchange);
        if (call.context().renewal()) {
            return;
        }
        CallState.answer(exchange, result, new Success(result, true, age));
        activity.staleHit();
        begin(call, CallState.cacheKey(exchange), CallState.control(exchange));
    }

    /** After the answer: the thread of the call comes to it when that is on its way. */
    private void begin(ToolCall call, String key, CallControl control) {
        if (keys.size() >= MAX_KEYS || !keys.add(key)) {
            return;
        }
        if (running.incrementAndGet() > most) {
            running.decrementAndGet();
            keys.remove(key);
            activity.renewalSkipped();
            return;
        }
        control.resume(() -> run(call, key, control));
    }

    private void run(ToolCall call, String key, CallControl control) {
        if (!isRenewed.test(
                call)) { // its tool may have been changed meanwhile, and a tool without a cache is never called
            running.decrementAndGet();
            keys.remove(key);
            return;
        }
        CallContext context = call.context();
        ToolCall renewal =
                call.with(context.asRenewal(context.requestId() + "-renewal", clock.instant(), System.nanoTime()));
        CompletableFuture<ToolCallResult> ran;
        try {
            ran = pipeline.apply(renewal, new CallControl(params -> {}, control::resume));
        } catch (RuntimeException e) {
            LOG.warn("Request {}: a result of the cache cannot be renewed", context.requestId(), e);
            ended(key, false);
            return;
        }
        ran.whenComplete((result, never) -> ended(key, result instanceof Success));
    }

    private void ended(String key, boolean success) {
        running.decrementAndGet();
        activity.renewed(success);
        if (success) {
            keys.remove(key);
            return;
        }
        try {
            timer.newTimeout(timeout -> keys.remove(key), PAUSE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            keys.remove(key);
        }
    }

    /** How many run. */
    int running() {
        return running.get();
    }
}
