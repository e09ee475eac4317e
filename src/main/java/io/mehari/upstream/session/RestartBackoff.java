package io.mehari.upstream.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before each restart: not at all, then ever longer. Guarded by its owner's lock. */
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
        return Duration.ofMillis((long) (pause * (0.5 + random.nextDouble())));
    }

    /** The connection was good: the next restart is immediate. */
    void reset() {
        failures = 0;
    }
}
