package io.mehari.recovery;

import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.exchange.CallState;
import io.mehari.exchange.ExchangeState;
import io.mehari.failure.FailureClass;
import io.mehari.failure.FailureClassifier;
import io.mehari.failure.RecoveryRecord;
import io.mehari.failure.RecoveryRecord.Result;
import io.mehari.protection.Resending;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recovery of one call. Ends once: by its route, or by the limit, after which the route cannot send the call any more. */
final class RecoveryRun {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryRun.class);

    private final Exchange exchange;
    private final Exchange inner;
    private final FailureClass known;
    private final FailureClassifier classifier;
    private final AsyncCallback callback;
    private final Resending resending;
    private final long began = System.nanoTime();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Timeout alarm;

    /**
     * A recovery that has not begun.
     *
     * @param exchange of the call, in the error firewall
     * @param inner the route works on it
     * @param known what the failure is
     * @param classifier says what another failure is
     * @param callback is run once
     */
    RecoveryRun(
            Exchange exchange,
            Exchange inner,
            FailureClass known,
            FailureClassifier classifier,
            AsyncCallback callback) {
        this.classifier = classifier;
        this.exchange = exchange;
        this.inner = inner;
        this.known = known;
        this.callback = callback;
        this.resending = Resending.of(exchange);
        inner.setProperty(Resending.PROPERTY, resending);
    }

    void begin(AsyncProcessor route, Timer timer, Duration limit) {
        try {
            watch(timer, limit);
            route.process(inner, doneSync -> ended());
        } catch (RuntimeException e) {
            inner.setException(e);
            ended();
        }
    }

    private void watch(Timer timer, Duration limit) {
        alarm = timer.newTimeout(timeout -> late(timer, limit), limit.toNanos(), TimeUnit.NANOSECONDS);
        if (over.get()) {
            alarm.cancel();
        }
    }

    /** On the timer's thread. While an attempt or its pause goes on, their own limits hold. */
    private void late(Timer timer, Duration limit) {
        if (over.get()) {
            return;
        }
        if (resending.close()) {
            hangs(limit);
            return;
        }
        try {
            watch(timer, limit);
        } catch (RejectedExecutionException | IllegalStateException e) {
            LOG.debug("No timer is left to watch a recovery: {}", e.getMessage()); // the watchdog ends the call
        }
    }

    private void hangs(Duration limit) {
        if (over.compareAndSet(false, true)) {
            LOG.warn(
                    "Request {}: the recovery route {} did not end within {} ms (mehari.recovery.limit)",
                    CallState.call(exchange).context().requestId(),
                    known.route(),
                    limit.toMillis());
            Failed last = resending.last();
            fail(last == null ? CallState.failure(exchange) : last, Result.BROKEN);
            CallState.control(exchange).resume(() -> callback.done(false));
        }
    }

    private void ended() {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        if (alarm != null) {
            alarm.cancel();
        }
        try {
            giveBack();
        } finally {
            callback.done(false);
        }
    }

    /** A success is one even if the route failed afterwards: the tool has run. */
    private void giveBack() {
        ToolCallResult result = CallState.result(inner);
        Failed first = CallState.failure(exchange);
        if (result != null && !(result instanceof Failed)) {
            exchange.getMessage().setBody(inner.getMessage().getBody());
            CallState.answer(exchange, result);
            record(Result.RECOVERED);
            return;
        }
        Exception thrown = inner.getException();
        Failed last = thrown instanceof ToolCallException answered ? answered.result() : resending.last();
        Failed failure = last == null ? first : last;
        boolean broken = thrown != null && !(thrown instanceof ToolCallException);
        if (broken) {
            LOG.warn(
                    "Request {}: the recovery route {} failed",
                    CallState.call(exchange).context().requestId(),
                    known.route(),
                    thrown);
        }
        fail(failure, broken ? Result.BROKEN : notRecovered(failure));
    }

    private Result notRecovered(Failed failure) {
        if (!known.recoverable()) {
            return Result.NOT_RECOVERABLE;
        }
        return known.mayHaveRun() && resending.attempts() == 0 ? Result.NOT_ALLOWED : Result.FAILED;
    }

    /** The failure of the last attempt is that of the call: after it the tool may have run. */
    private void fail(Failed failure, Result result) {
        if (failure != CallState.failure(exchange)) {
            FailureClass again = failure.isThrownByRoute() ? known : classifier.classify(failure);
            CallState.classified(exchange, failure, again.category());
            exchange.setProperty(ExchangeState.CLASSIFIED, again);
        }
        record(result);
    }

    private void record(Result result) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        exchange.setProperty(
                ExchangeState.RECOVERY, new RecoveryRecord(known.route(), result, resending.attempts(), took));
    }
}
