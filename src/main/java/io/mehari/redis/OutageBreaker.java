package io.mehari.cache;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spares calls the wait for a tier that does not answer: after three failures without a success in between it lets one question
 * through each second, until one is answered. Safe for concurrent use.
 */
final class TierBreaker {
    /** Failures in a row that open it. */
    static final int FAILURES = 3;

    /** Time from one trial to the next. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final LongSupplier nanoTime;
    private int failures;
    private long tryAgainAt;

    /**
     * A closed breaker.
     *
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    TierBreaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether to ask the tier now. What was let through is to be reported. */
    synchronized boolean admits() {
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

    /** Whether the tier did not answer the last times. */
    synchronized boolean isOpen() {
        return failures >= FAILURES;
    }

    synchronized void succeeded() {
        failures = 0;
    }

    synchronized void failed() {
        if (failures < FAILURES && ++failures == FAILURES) {
            tryAgainAt = nanoTime.getAsLong() + PAUSE.toNanos();
        }
    }
}
