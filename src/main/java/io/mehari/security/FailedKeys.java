package io.mehari.security;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts requests whose API key is unknown and tells the log of them: the first at once, later ones together, once a
 * minute at most. What was sent as a key is never kept. Safe for concurrent use.
 */
public final class FailedKeys {
    /** Shortest time between two lines of the log. */
    static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(FailedKeys.class);

    private final LongSupplier nanoClock;
    private final AtomicLong all = new AtomicLong();
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong nextLine;

    /**
     * Nothing has failed.
     *
     * @param nanoClock {@link System#nanoTime()}, or a test's own
     */
    public FailedKeys(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.nextLine = new AtomicLong(nanoClock.getAsLong());
    }

    /**
     * Counts one.
     *
     * @param peer address that the request came from
     */
    public void add(String peer) {
        long count = all.incrementAndGet();
        long due = nextLine.get();
        long now = nanoClock.getAsLong();
        if (now - due >= 0 && nextLine.compareAndSet(due, now + QUIET_NANOS)) {
            LOG.warn(
                    "Requests with an unknown API key: {} since the last such line, {} since the start; the last came"
                            + " from {}",
                    count - told.getAndSet(count),
                    count,
                    peer);
        }
    }

    /**
     * How many there were.
     *
     * @return since the start
     */
    public long count() {
        return all.get();
    }
}
