package io.mehari.servers;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * A time in which one upstream is not ready, and which failures are logged: the first failure, each further reason, and
 * otherwise the 10th, 100th, 1000th... attempt. A server that is down for a day fails 86,400 times. Safe for
 * concurrent use.
 */
final class Outage {
    /** Reasons beyond these are not logged: some contain a number, and are new each time. */
    private static final int MOST_REASONS = 10;

    private static final int RARER = 10;

    private final Instant since;
    private final Set<String> logged = new HashSet<>();
    private long attempts;
    private long next = RARER;

    Outage(Instant since) {
        this.since = since;
    }

    Duration until(Instant now) {
        return Duration.between(since, now);
    }

    /** Whether no attempt is known to have failed. */
    synchronized boolean isShort() {
        return attempts == 0;
    }

    /** Attempts that failed. */
    synchronized long attempts() {
        return attempts;
    }

    /**
     * Takes note of a failed attempt.
     *
     * @param made attempts so far
     * @return whether to log it
     */
    synchronized boolean failed(long made, String reason) {
        attempts = Math.max(attempts + 1, made);
        boolean isNew = logged.size() < MOST_REASONS && logged.add(reason);
        boolean due = attempts >= next;
        while (attempts >= next) {
            next *= RARER;
        }
        return isNew || due;
    }
}
