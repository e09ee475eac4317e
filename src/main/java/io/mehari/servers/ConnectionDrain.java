package io.mehari.servers;

import io.mehari.text.Counted;
import io.mehari.upstream.Upstream;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends connections that no new call reaches: waits, within a limit, for the calls they have in flight, then stops
 * them. Holds no thread while it waits; safe for concurrent use.
 */
public final class ConnectionDrain {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionDrain.class);

    /** How often calls in flight are counted. The first time is late enough for a call that was about to be sent. */
    private static final Duration PERIOD = Duration.ofMillis(100);

    private final Duration limit;
    private final Timer timer;

    /**
     * A drain with one limit for each connection.
     *
     * @param limit longest wait for calls in flight
     * @param timer for the wait; its tasks never block
     */
    public ConnectionDrain(Duration limit, Timer timer) {
        this.limit = limit;
        this.timer = timer;
    }

    /**
     * Ends a connection.
     *
     * @param upstream one that no new call finds
     * @return ends when nothing of it is left
     */
    CompletableFuture<Void> end(Upstream upstream) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        look(upstream, Math.max(1, limit.dividedBy(PERIOD)), ended);
        return ended;
    }

    private void look(Upstream upstream, long timesLeft, CompletableFuture<Void> ended) {
        try {
            timer.newTimeout(
                    timeout -> count(upstream, timesLeft - 1, ended), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.warn("{} is stopped without waiting for its calls: {}", upstream.name(), e.getMessage());
            stop(upstream, ended);
        }
    }

    private void count(Upstream upstream, long timesLeft, CompletableFuture<Void> ended) {
        int inFlight = upstream.status().inFlight();
        if (inFlight > 0 && timesLeft > 0) {
            look(upstream, timesLeft, ended);
            return;
        }
        if (inFlight > 0) {
            LOG.warn(
                    "{} still has {} after {} s (mehari.shutdown.drain); they are cut off",
                    upstream.name(),
                    Counted.of(inFlight, "call"),
                    limit.toMillis() / 1000.0);
        }
        stop(upstream, ended);
    }

    private static void stop(Upstream upstream, CompletableFuture<Void> ended) {
        upstream.stop().whenComplete((gone, failure) -> ended.complete(null));
    }
}
