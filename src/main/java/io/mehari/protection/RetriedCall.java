package io.mehari.protection;

import io.mehari.call.CallControl;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Failed.Standing;
import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
import io.mehari.exchange.ExchangeState;
import io.mehari.upstream.CallSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call under {@link RetryProcessor}, from its first attempt, or from the failure that it comes with, to the end of its
 * last. Attempts and pauses follow one another, each on whatever thread the one before ended on.
 */
final class RetriedCall {
    private static final Logger LOG = LoggerFactory.getLogger(RetriedCall.class);

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final AsyncProcessor steps;
    private final ExchangeSnapshot asItCame;
    private final RetryRules rules;
    private final Tool tool;
    private final Resending resending;
    private final boolean inner;
    private final long began = System.nanoTime();
    private boolean outage;
    private int retries;
    private boolean early;
    private boolean caughtUp;

    RetriedCall(Exchange exchange, AsyncCallback callback, AsyncProcessor steps, RetryRules rules) {
        this.exchange = exchange;
        this.callback = callback;
        this.steps = steps;
        this.resending = Resending.of(exchange);
        this.inner = resending.isWorking();
        this.retries = resending.attempts();
        this.asItCame = ExchangeSnapshot.of(exchange);
        this.rules = rules;
        this.tool = CallState.requiredTool(exchange);
    }

    void attempt() {
        steps.process(exchange, doneSync -> attempted());
    }

    /**
     * Goes on with a call that has failed before it came here.
     *
     * @param failure how; the exchange is as it was before the attempt
     */
    void afterFailure(Failed failure) {
        exchange.setException(new ToolCallException(failure));
        if (resending.begin()) {
            outage = isOutage(failure);
            attempted();
        } else {
            callback.done(false);
        }
    }

    private void attempted() {
        boolean wasEarly = early;
        early = false;
        Optional<Failed> failure = failureOf(exchange);
        if (wasEarly && failure.filter(RetriedCall::isOwnLimit).isPresent()) {
            retries--; // too many woke at the same time: this attempt does not count
            pause(backOff(), false);
        } else if (failure.isPresent() && mayTryAgain(failure.get())) {
            pause(
                    longer(backOff(failure.get()), asked(failure.get())),
                    failure.get().upstreamDown());
        } else {
            boolean succeeded = exchange.getException() == null;
            ended(failure);
            if (wasEarly && succeeded) {
                rules.waitList().wakeMore(tool.server());
            }
        }
    }

    /** How long it took is what the next calls to this server go by. */
    private void ended(Optional<Failed> failure) {
        if (!inner && (retries > resending.attempts() || failure.isPresent())) {
            resending.end(retries, failure.orElse(null));
        }
        if (outage && retries > 0 && failure.filter(failed -> !isOutage(failed)).isEmpty()) {
            rules.times().observed(tool.server(), System.nanoTime() - began, failure.isEmpty());
        }
        callback.done(false);
    }

    private static boolean isOutage(Failed failure) {
        return failure.upstreamDown() || failure.outcome() == Outcome.BAD_UPSTREAM;
    }

    /**
     * Waits, then tries again; a call that cannot wait that long ends as its last attempt has.
     *
     * @param wakes whether the server's return ends the pause
     */
    private void pause(Duration length, boolean wakes) {
        if (length.toNanos() >= DeadlineProcessor.nanosLeft(exchange)) {
            ended(failureOf(exchange));
            return;
        }
        LOG.debug("{}: retry {} in {} ms", tool.id(), retries + 1, length.toMillis());
        Pause pause = new Pause(this::after);
        try {
            pause.begin(rules.timer(), length);
        } catch (RejectedExecutionException | IllegalStateException e) {
            ended(failureOf(exchange)); // a timer that is full or stopped gives no second chance
            return;
        }
        pause.endWith(CallState.control(exchange));
        if (wakes) {
            wakeOnReturn(pause);
        }
    }

    /** A server that came back before the pause began is noticed once; after that it is down again for other reasons. */
    private void wakeOnReturn(Pause pause) {
        pause.forgetAtEnd(rules.waitList().add(tool.server(), pause::wake));
        if (!caughtUp && rules.waitList().isBack(tool.server())) {
            caughtUp = true;
            pause.wake();
        }
    }

    /** On the thread of whatever ended the pause, which has other calls to serve. */
    private void after(Pause.Ending ending) {
        CallControl control = CallState.control(exchange);
        if (ending != Pause.Ending.CANCELLED) {
            early = ending == Pause.Ending.WOKEN;
            retries++;
            control.resume(this::attemptAgain);
        } else if (control.isCallerGone()) {
            fail(DeadlineProcessor.left(exchange));
        } else {
            ended(failureOf(exchange));
        }
    }

    /** Where an exception would be lost. */
    private void attemptAgain() {
        try {
            asItCame.restore();
            exchange.removeProperty(ExchangeState.FAILURE);
            attempt();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void fail(RuntimeException failure) {
        if (!inner) {
            resending.end(retries, null);
        }
        CallState.failLater(exchange, callback, failure);
    }

    private boolean mayTryAgain(Failed failure) {
        CallSettings.Retry settings = tool.calls().retry();
        return !inner
                && retries < settings.max()
                && asked(failure).compareTo(settings.maxDelay()) <= 0
                && !CallState.control(exchange).isCancelled()
                && rules.mayResend(tool, exchange.getException());
    }

    /** Another replica takes the call immediately. */
    private Duration backOff(Failed failure) {
        return failure.standing() == Standing.REPLICA_FAILED ? Duration.ZERO : backOff();
    }

    private Duration backOff() {
        return rules.pause(tool.server(), tool.calls().retry(), retries);
    }

    /** How long the server asked to wait. */
    private static Duration asked(Failed failure) {
        return failure.standing() == Standing.ASKS_TO_WAIT
                ? failure.retryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
    }

    private static boolean isOwnLimit(Failed failure) {
        return failure.outcome() == Outcome.UNAVAILABLE && failure.standing() == Standing.THERE;
    }

    private static Optional<Failed> failureOf(Exchange exchange) {
        return exchange.getException() instanceof ToolCallException refused
                ? Optional.of(refused.result())
                : Optional.empty();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
