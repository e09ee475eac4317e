package io.mehari.upstream.lifecycle;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How many messages of one server are heeded in a second. Safe for concurrent use. */
final class MessageRate {
    /** Most messages in a second. */
    static final int MOST = 1_000;

    private final LongSupplier nanoTime;
    private long second;
    private int inSecond;

    /**
     * A rate of which nothing is used.
     *
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    MessageRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.second = nanoTime.getAsLong();
    }

    /** Counts a message; false if it is one of too many. */
    synchronized boolean admits() {
        long now = nanoTime.getAsLong();
        if (now - second >= TimeUnit.SECONDS.toNanos(1)) {
            second = now;
            inSecond = 0;
        }
        return ++inSecond <= MOST;
    }
}
