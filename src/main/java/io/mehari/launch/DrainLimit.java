package io.mehari.launch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the wait for calls in flight at the end. Camel suspends the ingress route first, which rejects new calls,
 * and waits for the exchanges of the others; upstreams end after that, since the beans behind routes outlive them.
 */
public final class DrainLimit implements CamelContextConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(DrainLimit.class);

    private final Duration limit;
    private volatile boolean served;

    public DrainLimit(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        context.addLifecycleStrategy(new Announcement());
        context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(limit.toMillis());
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        served = true;
    }

    private final class Announcement extends LifecycleStrategySupport {
        @Override
        public void onContextStopping(CamelContext context) {
            if (!served) {
                return; // the start failed: there are no calls
            }
            LOG.info(
                    "Stopping: new calls are rejected, those in flight have {} s to end (mehari.shutdown.drain)",
                    limit.toMillis() / 1000.0);
        }
    }
}
