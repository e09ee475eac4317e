package io.mehari.database;

import java.time.Duration;
import java.util.Optional;

/**
 * How the database is. Immutable.
 *
 * @param problem what keeps it from being used, a sentence without its full stop; empty while it is well
 * @param remark what is unusual and does no harm, in the same form
 * @param latency how long it took to answer the last question whether it is there
 * @param outages how often it could not be used any more since the start
 * @param refused how often a connection was asked for and could not be had
 * @param active connections in use
 * @param idle open connections that nobody uses
 * @param waiting those who wait for a connection
 * @param size most connections for now
 * @param min what {@code size} never goes below
 * @param max what it never goes beyond
 * @param load moving average of what is in use or waited for, of {@code size}; 1 is all
 * @param grown how often {@code size} was raised
 * @param shrunk how often it was lowered
 */
public record DatabaseStatus(
        Optional<String> problem,
        Optional<String> remark,
        Duration latency,
        long outages,
        long refused,
        int active,
        int idle,
        int waiting,
        int size,
        int min,
        int max,
        double load,
        long grown,
        long shrunk) {
    /**
     * Whether the pool is as large as it may be and still too small.
     *
     * @return false while it can grow
     */
    public boolean isPoolTooSmall() {
        return size == max && load > PoolSize.HIGH;
    }
}
