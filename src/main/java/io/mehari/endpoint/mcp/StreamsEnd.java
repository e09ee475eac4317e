package io.mehari.endpoint.mcp;

import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.LifecycleStrategySupport;

/** Ends streams that never end by themselves as soon as the gateway begins to stop: it waits for all its exchanges. */
final class StreamsEnd implements CamelContextConfiguration {
    private final Runnable end;

    /**
     * For one kind of streams.
     *
     * @param end ends them; must not block
     */
    StreamsEnd(Runnable end) {
        this.end = end;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext stopping) {
                end.run();
            }
        });
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        // Nothing to end yet.
    }
}
