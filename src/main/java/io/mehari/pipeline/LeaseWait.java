package io.mehari.pipeline;

import io.mehari.cache.CacheActivity;
import io.mehari.cache.CacheTier;
import io.mehari.cache.CallLeases;
import io.mehari.cache.Claim;
import io.mehari.cache.Lifetime;
import io.mehari.cache.TierHit;
import io.mehari.call.CallControl;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.exchange.CallState;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * One call that may be the one of all gateways that runs: asks for the lease of its key until it has it, until another gateway has run a call
 * like it, or for as long as a call waits for another. Then the call goes on, once. No thread waits.
 */
final class LeaseWait {
    /**
     * Time from one question to the next: it doubles from the first to the last. The second question comes at once, for the call that was
     * missed in the cache may have ended meanwhile.
     */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

    private static final Duration LAST_PAUSE = Duration.ofMillis(100);

    private final Across across;
    private final Exchange exchange;
    private final String key;
    private final Lifetime most;
    private final AsyncCallback callback;
    private final CallControl control;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Runnable forget = () -> {};
    private volatile Timeout alarm;
    private Duration pause = Duration.ZERO;

    /**
     * What all waits of a gateway share.
     *
     * @param leases of all gateways
     * @param found takes what another gateway has brought
     * @param activity counts that
     * @param timer ends pauses
     */
    record Across(CallLeases leases, BiConsumer<String, TierHit> found, CacheActivity activity, Timer timer) {}

    /**
     * A wait that has not begun.
     *
     * @param across leases and timer
     * @param exchange of the call, whose key is known
     * @param most how long results of its tool are kept
     * @param callback is called once, unless {@link #isOver} says otherwise
     */
    LeaseWait(Across across, Exchange exchange, Lifetime most, AsyncCallback callback) {
        this.across = across;
        this.exchange = exchange;
        this.key = CallState.cacheKey(exchange);
        this.most = most;
        this.callback = callback;
        this.control = CallState.control(exchange);
    }

    /**
     * Begins, unless there is nothing to wait for.
     *
     * @param longest time that the call waits
     * @return true if the call is to go on at once, without the callback
     */
    boolean isOver(Duration longest) {
        CompletableFuture<Claim> first = across.leases().claim(key, stale());
        if (first.isDone() && first.join() == Claim.UNAVAILABLE) {
            return true;
        }
        try {
            alarm = across.timer().newTimeout(timeout -> goOn(), longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            ended.set(true); // without an alarm the wait would have no bound
            first.thenAccept(this::take);
            return true;
        }
        first.thenAccept(this::take);
        forget = control.onCancel(this::goOn);
        if (ended.get()) {
            forget.run();
        }
        return false;
    }

    private Duration stale() {
        return most.atMost(CacheTier.MAX_TTL).stale();
    }

    /** One question after the other: the pause is theirs. */
    private void take(Claim claim) {
        if (claim == Claim.GRANTED) {
            granted();
        } else if (claim == Claim.HELD) {
            askLater();
        } else if (claim instanceof Claim.Found found) {
            answer(found.hit());
        } else {
            goOn();
        }
    }

    private void granted() {
        if (!ended.compareAndSet(false, true)) {
            across.leases().release(key); // the call has gone on, or its caller is gone
            return;
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                across.leases().release(key);
            }
        });
        resume();
    }

    private void answer(TierHit hit) {
        if (ended.compareAndSet(false, true)) {
            across.activity().joinedElsewhere();
            CallState.answer(exchange, hit.result(), new Success(hit.result(), true));
            across.found().accept(key, new TierHit(hit.result(), hit.lifetime().within(most)));
            resume();
        }
    }

    private void askLater() {
        if (ended.get()) {
            return;
        }
        Duration wait = pause;
        Duration doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        pause = doubled.compareTo(LAST_PAUSE) < 0 ? doubled : LAST_PAUSE;
        if (wait.isZero()) {
            ask();
            return;
        }
        try {
            across.timer().newTimeout(timeout -> ask(), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            goOn();
        }
    }

    private void ask() {
        if (!ended.get()) {
            across.leases().claim(key, stale()).thenAccept(this::take);
        }
    }

    private void goOn() {
        if (ended.compareAndSet(false, true)) {
            resume();
        }
    }

    private void resume() {
        forget.run();
        alarm.cancel();
        control.resume(() -> callback.done(false));
    }
}
