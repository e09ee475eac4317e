package io.mehari.routes;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wait until routes hold no message any more.
 *
 * @param title what ends, for the log
 * @param look what the routes hold at the moment
 * @param context in which they are
 */
record Drain(String title, Supplier<WaitingMessages> look, CamelContext context) {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private static final long LOOK_MILLIS = 20;

    /** Looks in a row that find nothing: between two steps, for a moment, a message is nowhere to be seen. */
    private static final int CALM_LOOKS = 3;

    static Drain of(String title, Supplier<WaitingMessages> look, CamelContext context) {
        return new Drain(title, look, context);
    }

    /**
     * Works off what waits in the routes, and says how much that is. Blocks until it is done or the limit has passed.
     *
     * @param limit longest wait
     * @param hurried ends the wait
     */
    void await(Duration limit, CountDownLatch hurried) {
        WaitingMessages waiting = look.get();
        if (!waiting.isEmpty()) {
            LOG.info("{} ends; first it works off {}, within {} min", title, waiting, limit.toMinutes());
        }
        long end = System.nanoTime() + limit.toNanos();
        int calm = 0;
        while (calm < CALM_LOOKS && System.nanoTime() - end < 0 && !isHurriedSoon(hurried)) {
            if (waiting.onlyInAggregators()) {
                WaitingMessages.passOnAggregates(context);
            }
            waiting = look.get();
            calm = waiting.isEmpty() ? calm + 1 : 0;
        }
        if (!waiting.isEmpty() && hurried.getCount() > 0) {
            LOG.warn("{} ends now, with {} not worked off", title, waiting);
        }
    }

    private static boolean isHurriedSoon(CountDownLatch hurried) {
        try {
            return hurried.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
