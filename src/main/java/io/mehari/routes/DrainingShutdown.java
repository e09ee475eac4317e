package io.mehari.routes;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.spi.RouteStartupOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the routes of a generation: what waits in their queues and aggregators is worked off first, within a limit.
 * What is left then is lost, and its number said. Safe for concurrent use.
 */
final class DrainingShutdown extends DefaultShutdownStrategy {
    private static final Logger LOG = LoggerFactory.getLogger(DrainingShutdown.class);

    /** Longest time for what is under way once the routes are stopped. */
    private static final long STOP_SECONDS = 5;

    private static final long LOOK_MILLIS = 20;

    /** Looks in a row that find nothing: between two steps, for a moment, a message is nowhere to be seen. */
    private static final int CALM_LOOKS = 3;

    private final CountDownLatch hurried = new CountDownLatch(1);

    DrainingShutdown(CamelContext context) {
        super(context);
        setTimeout(STOP_SECONDS);
        setLogInflightExchangesOnTimeout(false); // endpoints stand there with their options
    }

    /** The strategy of a generation's context. */
    static DrainingShutdown of(CamelContext context) {
        return (DrainingShutdown) context.getShutdownStrategy();
    }

    /**
     * Works off what waits in the routes, and says how much that is. Blocks until it is done, the limit has passed, or
     * {@link #hurry} is called.
     *
     * @param limit longest wait
     */
    void drain(Duration limit) {
        CamelContext context = getCamelContext();
        drain(context, context.getName(), () -> WaitingMessages.in(context), limit, hurried);
    }

    /**
     * The same for some routes of a context.
     *
     * @param context in which they are
     * @param title what ends, for the log
     * @param look what the routes hold at the moment
     * @param limit longest wait
     * @param hurried ends the wait
     */
    static void drain(
            CamelContext context,
            String title,
            Supplier<WaitingMessages> look,
            Duration limit,
            CountDownLatch hurried) {
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
    }

    private static boolean isHurriedSoon(CountDownLatch hurried) {
        try {
            return hurried.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Ends the wait of {@link #drain}, since the gateway ends. */
    void hurry() {
        hurried.countDown();
    }

    @Override
    protected void shutdownRoutesNow(List<RouteStartupOrder> routes) {
        WaitingMessages lost = WaitingMessages.in(getCamelContext());
        LOG.warn(
                "{} was ended with {} not worked off; they are lost",
                getCamelContext().getName(),
                lost);
        super.shutdownRoutesNow(routes);
    }
}
