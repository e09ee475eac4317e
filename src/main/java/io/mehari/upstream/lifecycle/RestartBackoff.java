package io.mehari.upstream.lifecycle;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before each restart: not at all, then ever longer, each pause spread over 0.5 to 1.5 of itself but
 * never over the longest one. Guarded by its owner's lock.
 */
final class RestartBackoff {
    private static final int MAX_DOUBLINGS = 30;

    private final Duration base;
    private final Duration max;
    private final RandomGenerator random;
    private int failures;

    RestartBackoff(Duration base, Duration max, RandomGenerator random) {
        this.base = base;
        this.max = max;
        this.random = random;
    }

    /** The pause before the next attempt. */
    Duration next() {
        int failed = failures;
        failures = Math.min(failures + 1, MAX_DOUBLINGS);
        if (failed == 0) {
            return Duration.ZERO;
        }
        long pause = Math.min(base.toMillis() << (failed - 1), max.toMillis());
        long least = pause / 2;
        long most = Math.min(pause + pause / 2, max.toMillis());
        return Duration.ofMillis(least + (long) ((most - least) * random.nextDouble()));
    }

    /** The connection was good: the next restart is immediate. */
    void reset() {
        failures = 0;
    }
}
