package io.mehari.redis;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spares calls the wait for a store that does not answer: after three failures without a success in between it lets one question
 * through each second, until one is answered. Safe for concurrent use.
 */
public final class OutageBreaker {
    /** Failures in a row that open it. */
    public static final int FAILURES = 3;

    /** Time from one trial to the next. */
    public static final Duration PAUSE = Duration.ofSeconds(1);

    private final LongSupplier nanoTime;
    private int failures;
    private long tryAgainAt;

    /**
     * A closed breaker.
     *
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    public OutageBreaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Whether to ask now. What was let through is to be reported.
     *
     * @return false while it does not answer and no trial is due
     */
    public synchronized boolean admits() {
        if (failures < FAILURES) {
            return true;
        }
        long now = nanoTime.getAsLong();
        if (now - tryAgainAt < 0) {
            return false;
        }
        tryAgainAt = now + PAUSE.toNanos();
        return true;
    }

    /**
     * Whether it did not answer the last times.
     *
     * @return true from the third failure in a row to the next success
     */
    public synchronized boolean isOpen() {
        return failures >= FAILURES;
    }

    /**
     * A question was answered.
     *
     * @return true if it had not answered the last times
     */
    public synchronized boolean succeeded() {
        boolean back = failures >= FAILURES;
        failures = 0;
        return back;
    }

    /** A question was not answered, or not in time. */
    public synchronized void failed() {
        if (failures < FAILURES && ++failures == FAILURES) {
            tryAgainAt = nanoTime.getAsLong() + PAUSE.toNanos();
        }
    }
}
