package io.mehari.protection;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
import java.time.Duration;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Bounds the calls an upstream gets at the same time ({@code policy: {ref: bulkhead}}). One bulkhead per upstream; a tool with a
 * bound of its own has its own. Never answers while its steps run, so it needs no copy of the exchange.
 */
final class BulkheadProcessor extends DelegateAsyncProcessor {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final BulkheadRegistry bulkheads;

    BulkheadProcessor(Processor steps, BulkheadRegistry bulkheads) {
        super(steps);
        this.bulkheads = bulkheads;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Tool tool = CallState.requiredTool(exchange);
        var bulkhead = bulkheads.bulkhead(tool.bulkhead(), () -> config(tool));
        if (!bulkhead.tryAcquirePermission()) {
            return CallState.fail(exchange, callback, full(tool));
        }
        Permit permit = new Permit(exchange, bulkhead::onComplete);
        try {
            return super.process(exchange, doneSync -> {
                permit.end(bulkhead::onComplete);
                callback.done(doneSync);
            });
        } catch (RuntimeException e) {
            permit.end(bulkhead::onComplete);
            throw e;
        }
    }

    private static Failed full(Tool tool) {
        return Failed.limited(
                tool.server(),
                "Upstream " + tool.server() + " has " + tool.calls().bulkhead()
                        + " calls in flight, which is its bulkhead limit; try again shortly or raise it",
                RETRY_AFTER);
    }

    private static BulkheadConfig config(Tool tool) {
        return BulkheadConfig.custom()
                .maxConcurrentCalls(tool.calls().bulkhead())
                .maxWaitDuration(Duration.ZERO)
                .writableStackTraceEnabled(false)
                .build();
    }
}
