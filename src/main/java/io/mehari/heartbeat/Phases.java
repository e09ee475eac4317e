package io.mehari.heartbeat;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Where in its interval each connection has its heartbeats: by multiples of the golden ratio, which divide the interval
 * evenly however many connections there are. Safe for concurrent use.
 */
final class Phases {
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private final AtomicLong taken = new AtomicLong();

    /** A schedule for one more connection, which keeps its place in the interval for good; the first one begins at once. */
    Schedule next() {
        return new Schedule(taken.getAndIncrement() * GOLDEN % 1);
    }
}
