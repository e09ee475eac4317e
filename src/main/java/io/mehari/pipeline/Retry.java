package io.mehari.pipeline;

import io.mehari.catalog.Tool;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what failed and may be sent again ({@code policy: {ref: retry}}, S2.4). Each attempt runs on a copy of
 * the exchange as it came; pauses hold neither a thread nor a permit.
 */
final class Retry extends DelegateAsyncProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(Retry.class);

    private final DetachedSteps steps;
    private final Timer timer;
    private final ResendRule resend;
    private final DoubleSupplier random;

    Retry(Route route, Processor steps, Timer timer, ResendRule resend, DoubleSupplier random) {
        super(steps);
        this.steps = new DetachedSteps(route, steps);
        this.timer = timer;
        this.resend = resend;
        this.random = random;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        attempt(exchange, ProtectionPolicy.toolOf(exchange), callback, 0);
        return false;
    }

    private void attempt(Exchange exchange, Tool tool, AsyncCallback callback, int retries) {
        steps.run(exchange, copy -> {
            Duration pause = BackOff.pause(tool.calls().retry(), retries, random);
            if (mayTryAgain(tool, copy, retries) && pause.toNanos() < Deadline.nanosLeft(exchange)) {
                LOG.debug("{}: retry {} in {} ms", tool.id(), retries + 1, pause.toMillis());
                waitAndTry(exchange, copy, callback, pause, () -> attempt(exchange, tool, callback, retries + 1));
            } else {
                end(exchange, copy, callback);
            }
        });
    }

    private boolean mayTryAgain(Tool tool, Exchange copy, int retries) {
        return copy.getException() != null
                && retries < tool.calls().retry().max()
                && !Deadline.control(copy).isCancelled()
                && resend.allows(tool, copy.getException());
    }

    private static void end(Exchange exchange, Exchange last, AsyncCallback callback) {
        ExchangeHelper.copyResults(exchange, last);
        callback.done(false);
    }

    /** Whichever comes first: the end of the pause, or somebody giving the call up. */
    private void waitAndTry(Exchange exchange, Exchange last, AsyncCallback callback, Duration pause, Runnable again) {
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<Runnable> forget = new AtomicReference<>(() -> {});
        Timeout alarm;
        try {
            alarm = timer.newTimeout(
                    t -> {
                        if (over.compareAndSet(false, true)) {
                            forget.get().run();
                            run(again, exchange, callback);
                        }
                    },
                    pause.toNanos(),
                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            end(exchange, last, callback); // a timer that is full or stopped gives no second chance
            return;
        }
        forget.set(Deadline.control(exchange).onCancel(() -> {
            if (over.compareAndSet(false, true)) {
                alarm.cancel();
                end(exchange, last, callback);
            }
        }));
    }

    /** On the timer's thread, where an exception would be lost. */
    private static void run(Runnable attempt, Exchange exchange, AsyncCallback callback) {
        try {
            attempt.run();
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(false);
        }
    }
}
