package io.mehari.protection;

import io.mehari.call.CallControl;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Failed.Standing;
import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
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
 * One call under {@link RetryProcessor}, from its first attempt to the end of its last. Attempts and pauses follow one another,
 * each on whatever thread the one before ended on.
 */
final class RetriedCall {
    private static final Logger LOG = LoggerFactory.getLogger(RetriedCall.class);

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final AsyncProcessor steps;
    private final ExchangeSnapshot asItCame;
    private final RetryRules rules;
    private final Tool tool;
    private int retries;
    private boolean early;
    private boolean caughtUp;

    RetriedCall(Exchange exchange, AsyncCallback callback, AsyncProcessor steps, RetryRules rules) {
        this.exchange = exchange;
        this.callback = callback;
        this.steps = steps;
        this.asItCame = ExchangeSnapshot.of(exchange);
        this.rules = rules;
        this.tool = CallState.requiredTool(exchange);
    }

    void attempt() {
        steps.process(exchange, doneSync -> attempted());
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
            callback.done(false);
            if (wasEarly && succeeded) {
                rules.waitList().wakeMore(tool.server());
            }
        }
    }

    /**
     * Waits, then tries again; a call that cannot wait that long ends as its last attempt has.
     *
     * @param wakes whether the server's return ends the pause
     */
    private void pause(Duration length, boolean wakes) {
        if (length.toNanos() >= DeadlineProcessor.nanosLeft(exchange)) {
            callback.done(false);
            return;
        }
        LOG.debug("{}: retry {} in {} ms", tool.id(), retries + 1, length.toMillis());
        Pause pause = new Pause(this::after);
        try {
            pause.begin(rules.timer(), length);
        } catch (RejectedExecutionException | IllegalStateException e) {
            callback.done(false); // a timer that is full or stopped gives no second chance
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
            callback.done(false);
        }
    }

    /** Where an exception would be lost. */
    private void attemptAgain() {
        try {
            asItCame.restore();
            attempt();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void fail(RuntimeException failure) {
        CallState.failLater(exchange, callback, failure);
    }

    private boolean mayTryAgain(Failed failure) {
        CallSettings.Retry settings = tool.calls().retry();
        return retries < settings.max()
                && asked(failure).compareTo(settings.maxDelay()) <= 0
                && !CallState.control(exchange).isCancelled()
                && rules.mayResend(tool, exchange.getException());
    }

    /** Another replica takes the call immediately. */
    private Duration backOff(Failed failure) {
        return failure.standing() == Standing.REPLICA_FAILED ? Duration.ZERO : backOff();
    }

    private Duration backOff() {
        return rules.pause(tool.calls().retry(), retries);
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
