package io.mehari.heartbeat;

import java.time.Duration;

/**
 * When one connection has its next heartbeat. The times lie on a grid of its own, so that what comes late, such as after
 * the gateway stood still, does not bring connections together for good. Not safe for concurrent use: guarded by its owner.
 */
final class Schedule {
    private final double share;
    private long dueAt;

    /**
     * A schedule that has not begun.
     *
     * @param share of the interval that passes before the first heartbeat, from 0 to 1
     */
    Schedule(double share) {
        this.share = share;
    }

    /** The connection is new. */
    void begin(long now, Duration interval) {
        dueAt = now + (long) (share * interval.toNanos());
    }

    boolean isDue(long now) {
        return now - dueAt >= 0;
    }

    /** It is asked: the next time is an interval after it was due, or after now if it was not. */
    void asked(long now, Duration interval) {
        long late = now - dueAt;
        long nanos = Math.max(1, interval.toNanos());
        dueAt = late < 0 ? now + nanos : dueAt + nanos * (1 + late / nanos);
    }

    /** It is asked again out of turn. */
    void again(long at) {
        dueAt = at;
    }
}
