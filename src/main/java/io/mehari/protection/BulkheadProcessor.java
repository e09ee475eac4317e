package io.mehari.protection;

import io.mehari.call.HeldByCall;
import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
import io.netty.util.Timer;
import java.time.Duration;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Bounds the calls an upstream gets at the same time ({@code policy: {ref: bulkhead}}). One bulkhead per upstream; a tool with a
 * bound of its own has its own. A call that finds it full waits for a place, without a thread, before it is refused.
 * Never answers while its steps run, so it needs no copy of the exchange. The place is
 * free while the client of the call is asked something.
 */
final class BulkheadProcessor extends DelegateAsyncProcessor {
    /** A call that was never sent must not end as one that has timed out: so much of the time it has left it may wait. */
    private static final double OF_TIME_LEFT = 0.9;

    private final Bulkheads bulkheads;
    private final Timer timer;

    BulkheadProcessor(Processor steps, Bulkheads bulkheads, Timer timer) {
        super(steps);
        this.bulkheads = bulkheads;
        this.timer = timer;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Tool tool = CallState.requiredTool(exchange);
        Bulkhead bulkhead = bulkheads.of(tool.bulkhead());
        if (bulkhead.enter(tool.calls().bulkhead())) {
            return run(exchange, callback, bulkhead);
        }
        BulkheadWait wait = new BulkheadWait(exchange, callback, bulkhead, waitOf(exchange, tool), this::run);
        wait.begin(timer);
        return false;
    }

    private static Duration waitOf(Exchange exchange, Tool tool) {
        long left = (long) (DeadlineProcessor.nanosLeft(exchange) * OF_TIME_LEFT);
        return Duration.ofNanos(Math.max(0, Math.min(tool.calls().bulkheadWait().toNanos(), left)));
    }

    /** Runs the steps in a place that has been taken, and gives it back. */
    private boolean run(Exchange exchange, AsyncCallback callback, Bulkhead bulkhead) {
        HeldByCall place = new HeldByCall(CallState.control(exchange), bulkhead::leave, bulkhead::comeBack);
        try {
            return super.process(exchange, doneSync -> {
                place.end();
                callback.done(doneSync);
            });
        } catch (RuntimeException e) {
            place.end();
            throw e;
        }
    }
}
