package io.mehari.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.CacheActivity;
import io.mehari.call.CallControl;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Lets calls alike that come at the same time run once: the last step of stage {@code tool-call-cache-lookup}. The first goes on; the
 * others wait for its result. Where it ends without one, or not in time, each makes its own try. No thread waits. Safe for concurrent use.
 */
final class CacheJoin extends AsyncProcessorSupport {
    private final JoinedCalls calls;
    private final Duration longest;
    private final Timer timer;
    private final CacheActivity activity;
    private final LeaseWait.Across across;

    /**
     * A step.
     *
     * @param calls that run
     * @param longest time that a call waits, within half of its total time; zero for not at all
     * @param timer ends waits
     * @param activity counts calls that were given the result of another
     * @param across what lets calls alike run once in all gateways; null where there is no Redis
     */
    CacheJoin(JoinedCalls calls, Duration longest, Timer timer, CacheActivity activity, LeaseWait.Across across) {
        this.calls = calls;
        this.longest = longest;
        this.timer = timer;
        this.activity = activity;
        this.across = across;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String key = CallState.isAnswered(exchange) || longest.isZero() ? null : CallState.cacheKey(exchange);
        if (key != null) {
            JoinedCalls.Running other = calls.begin(key, mine -> endWith(exchange, mine));
            boolean waits = other == null ? lead(exchange, callback) : join(other, exchange, callback);
            if (waits) {
                return false;
            }
        }
        callback.done(true);
        return true;
    }

    /** The first of this gateway: another gateway may run a call like it. */
    private boolean lead(Exchange exchange, AsyncCallback callback) {
        return across != null
                && !new LeaseWait(across, exchange, KeptResult.most(exchange), callback).isOver(longestOf(exchange));
    }

    private static void endWith(Exchange exchange, JoinedCalls.Running mine) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange ended) {
                mine.ended();
            }
        });
    }

    /** Ends once: by the result, by the alarm, or because the caller does not want it any more. */
    private boolean join(JoinedCalls.Running other, Exchange exchange, AsyncCallback callback) {
        CallControl control = CallState.control(exchange);
        Wait wait = new Wait(exchange, callback, control, activity);
        try {
            wait.alarm = timer.newTimeout(
                    timeout -> {
                        other.leave(wait);
                        wait.accept(Optional.empty());
                    },
                    longestOf(exchange).toNanos(),
                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            return false; // without an alarm the wait would have no bound
        }
        if (!JoinedCalls.join(other, wait)) {
            wait.alarm.cancel();
            return !wait.ended.compareAndSet(false, true);
        }
        wait.forget = control.onCancel(() -> {
            other.leave(wait);
            wait.accept(Optional.empty());
        });
        if (wait.ended.get()) {
            wait.forget.run();
        }
        return true;
    }

    /** No longer than half of what the call may take in all: the other half is for its own try. */
    private Duration longestOf(Exchange exchange) {
        Tool tool = CallState.tool(exchange);
        Duration half = tool == null ? longest : tool.calls().total().dividedBy(2);
        return half.compareTo(longest) < 0 ? half : longest;
    }

    private static final class Wait implements Consumer<Optional<ObjectNode>> {
        private final Exchange exchange;
        private final AsyncCallback callback;
        private final CallControl control;
        private final CacheActivity activity;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile Timeout alarm;
        private volatile Runnable forget = () -> {};

        private Wait(Exchange exchange, AsyncCallback callback, CallControl control, CacheActivity activity) {
            this.exchange = exchange;
            this.callback = callback;
            this.control = control;
            this.activity = activity;
        }

        @Override
        public void accept(Optional<ObjectNode> result) {
            if (ended.compareAndSet(false, true)) {
                Timeout set = alarm;
                if (set != null) {
                    set.cancel();
                }
                forget.run();
                result.ifPresent(found -> {
                    activity.joinedHere();
                    CallState.answer(exchange, found, new Success(found, true));
                });
                control.resume(() -> callback.done(false));
            }
        }
    }
}
