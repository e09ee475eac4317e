package io.mehari.pipeline;

import io.mehari.call.CallControl;
import io.mehari.call.ExchangeState;
import io.mehari.catalog.Tool;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
        attempt(exchange, callback, 0);
        return false;
    }

    private void attempt(Exchange exchange, AsyncCallback callback, int retries) {
        steps.run(exchange, copy -> {
            Tool tool = exchange.getProperty(ExchangeState.TOOL, Tool.class);
            Duration pause = BackOff.pause(tool.calls().retry(), retries, random);
            if (mayTryAgain(tool, copy, retries) && pause.toNanos() < Deadline.nanosLeft(exchange)) {
                LOG.debug("{}: retry {} in {} ms", tool.id(), retries + 1, pause.toMillis());
                waitAndTry(exchange, copy, callback, retries + 1, pause);
            } else {
                ExchangeHelper.copyResults(exchange, copy);
                callback.done(false);
            }
        });
    }

    private boolean mayTryAgain(Tool tool, Exchange copy, int retries) {
        return copy.getException() != null
                && retries < tool.calls().retry().max()
                && !Deadline.control(copy).isCancelled()
                && resend.allows(tool, copy.getException());
    }

    /** Whichever comes first: the end of the pause, or somebody giving the call up. */
    private void waitAndTry(Exchange exchange, Exchange last, AsyncCallback callback, int retries, Duration pause) {
        CallControl control = Deadline.control(exchange);
        AtomicBoolean over = new AtomicBoolean();
        Runnable[] forget = {() -> {}};
        Timeout alarm = timer.newTimeout(
                t -> {
                    if (over.compareAndSet(false, true)) {
                        forget[0].run();
                        attempt(exchange, callback, retries);
                    }
                },
                pause.toNanos(),
                TimeUnit.NANOSECONDS);
        forget[0] = control.onCancel(() -> {
            if (over.compareAndSet(false, true)) {
                alarm.cancel();
                ExchangeHelper.copyResults(exchange, last);
                callback.done(false);
            }
        });
    }
}
