package io.mehari.database;

import java.time.Duration;

/**
 * How large a pool should be, by its load: 1.5 times as large above 0.8, 0.7 times below 0.3, within bounds. Damped in two ways: what
 * counts is the mean of the last looks, recent ones more, of which none counts as more than all connections; and a pool that has just
 * changed is left alone, longer before it shrinks than before it grows. Not safe for concurrent use.
 */
final class PoolSize {
    static final double HIGH = 0.8;
    static final double LOW = 0.3;
    static final double GROWTH = 1.5;
    static final double SHRINKAGE = 0.7;

    /** Share of the newest look. */
    static final double NEWEST = 0.2;

    static final Duration GROWS_AFTER = Duration.ofSeconds(2);
    static final Duration SHRINKS_AFTER = Duration.ofSeconds(30);

    private final int min;
    private final int max;
    private int size;
    private double load;
    private long changedAt;

    /**
     * A pool of the smallest size.
     *
     * @param nanos time now, from any origin
     */
    PoolSize(int min, int max, long nanos) {
        this.min = min;
        this.max = max;
        this.size = min;
        this.changedAt = nanos;
    }

    /**
     * Takes a look at the pool into account.
     *
     * @param wanted connections that are in use, and that somebody waits for
     * @param nanos time now, from the same origin
     * @return how large the pool should be from now on
     */
    int next(int wanted, long nanos) {
        load += NEWEST * (Math.min(1, (double) wanted / size) - load);
        long age = nanos - changedAt;
        if (load > HIGH && age >= GROWS_AFTER.toNanos()) {
            change(Math.min(max, (int) Math.ceil(size * GROWTH)), nanos);
        } else if (load < LOW && age >= SHRINKS_AFTER.toNanos()) {
            change(Math.max(min, (int) (size * SHRINKAGE)), nanos);
        }
        return size;
    }

    /** The same work is a smaller load of a larger pool. */
    private void change(int next, long nanos) {
        if (next != size) {
            load *= (double) size / next;
            size = next;
            changedAt = nanos;
        }
    }

    /** From 0 to 1. */
    double load() {
        return load;
    }

    int size() {
        return size;
    }
}
