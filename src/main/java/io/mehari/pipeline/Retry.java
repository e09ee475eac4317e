package io.mehari.pipeline;

import io.netty.util.Timer;
import java.util.function.DoubleSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Tries again what failed and may be sent again ({@code policy: {ref: retry}}, S2.4). Each attempt runs on a copy of
 * the exchange as it came; pauses hold neither a thread nor a permit, and end early when the server is back.
 */
final class Retry extends DelegateAsyncProcessor {
    private final DetachedSteps steps;
    private final Timer timer;
    private final ResendRule resend;
    private final DoubleSupplier random;
    private final PausedCalls paused;

    Retry(Route route, Processor steps, Timer timer, ResendRule resend, DoubleSupplier random, PausedCalls paused) {
        super(steps);
        this.steps = new DetachedSteps(route, steps);
        this.timer = timer;
        this.resend = resend;
        this.random = random;
        this.paused = paused;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        new RetriedCall(exchange, callback, steps, timer, resend, random, paused).attempt();
        return false;
    }
}
