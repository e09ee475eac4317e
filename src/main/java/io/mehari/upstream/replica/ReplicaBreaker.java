package io.mehari.upstream.replica;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets a replica rest that fails calls while it is connected, so that its failures do not shut off the others. It rests
 * after three failures in a row, or five of its last ten calls; then one call at a time tries it, whose success ends the
 * rest, and whose failure makes the next one twice as long, up to 16 times the first. Safe for concurrent use.
 */
final class ReplicaBreaker {
    private static final int LAST = 10;
    private static final int MOST_OF_LAST = 5;
    private static final int IN_A_ROW = 3;
    private static final int MOST_DOUBLINGS = 4;
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(1);

    private final Duration first;
    private final LongSupplier nanoTime;

    /** The last calls, the newest in the lowest bit; a failure is 1. */
    private int last;

    private boolean open;
    private int rests;
    private boolean trial;

    /** Until when no call is admitted. */
    private long until;

    /**
     * @param first the first rest
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    ReplicaBreaker(Duration first, LongSupplier nanoTime) {
        this.first = first;
        this.nanoTime = nanoTime;
        this.until = nanoTime.getAsLong();
    }

    /** Whether the replica is to get a call now, as long as it is connected. */
    synchronized boolean admits() {
        boolean rested = until - nanoTime.getAsLong() <= 0;
        return rested && (!open || !trial);
    }

    /** A call is about to be sent, admitted or for want of a better replica. */
    synchronized void chosen() {
        trial = open;
    }

    /** A call has ended. */
    void take(Verdict verdict) {
        switch (verdict) {
            case GOOD -> succeeded();
            case BAD -> failed();
            case NONE -> ended();
        }
    }

    private synchronized void succeeded() {
        last = last << 1;
        if (open && trial) {
            open = false;
            trial = false;
            rests = 0;
            last = 0;
        }
    }

    private synchronized void failed() {
        last = last << 1 | 1;
        if (trial || (!open && isBad())) {
            open = true;
            trial = false;
            until = nanoTime.getAsLong() + first.toNanos() * (1L << Math.min(rests, MOST_DOUBLINGS));
            rests++;
        }
    }

    private synchronized void ended() {
        trial = false;
    }

    /** The replica asks not to be called for a time, of which at most a minute is believed. */
    synchronized void asksToWait(Duration time) {
        trial = false;
        until = nanoTime.getAsLong() + (time.compareTo(LONGEST_ASKED) < 0 ? time : LONGEST_ASKED).toNanos();
    }

    /** The replica is connected again: the next call may try it. */
    synchronized void returned() {
        trial = false;
        until = nanoTime.getAsLong();
    }

    private boolean isBad() {
        int row = (1 << IN_A_ROW) - 1;
        return (last & row) == row || Integer.bitCount(last & ((1 << LAST) - 1)) >= MOST_OF_LAST;
    }
}
