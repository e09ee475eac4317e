package io.mehari.ratelimit;

import io.mehari.ratelimit.CallCounter.Counted;
import java.util.Optional;

/**
 * Calls of one caller that the store has granted before anybody made them. How many are asked for doubles with each question, as long as
 * they are used up. Safe for concurrent use.
 */
final class Reserve {
    /** Most calls that are asked for at once. */
    static final int MOST = 200;

    private RateLimit limit;
    private int left;
    private long debtNanos;
    private long asOf;
    private int ahead;
    private boolean asking;
    private boolean used;
    private boolean closed;

    /** Calls that nobody has made, to be given back. */
    record Unused(RateLimit limit, int calls) {}

    /**
     * Takes one call.
     *
     * @param now in nanoseconds
     * @return empty if there is none under this limit
     */
    synchronized Optional<Counted> take(RateLimit wanted, long now) {
        used = true;
        if (left == 0 || !wanted.equals(limit)) {
            return Optional.empty();
        }
        left--;
        return Optional.of(new Counted(true, debt(now)));
    }

    /** Without the calls that are still here: they are not made yet. */
    private long debt(long now) {
        return Math.max(0, debtNanos - Math.max(0, now - asOf) - left * limit.intervalNanos());
    }

    /**
     * A question is about to be asked; {@link #answered} ends it.
     *
     * @return how many calls ahead to ask for; below zero if another question does that already
     */
    synchronized int ask() {
        if (asking || closed) {
            return -1;
        }
        asking = true;
        return ahead;
    }

    /**
     * The question that {@link #ask} was for has its answer.
     *
     * @param granted calls, the one that was asked for among them; 0 for none, also where there was no answer
     * @param debt how long it takes until the whole burst is there again, with all that was granted
     * @param now in nanoseconds
     * @return how long that takes without the calls that are not made yet
     */
    synchronized long answered(RateLimit by, int granted, long debt, long now) {
        asking = false;
        ahead = granted == 0
                ? 0
                : Math.min(MOST, Math.max(1, 2 * ahead)); // who has met its limit is asked for call by call
        left = by.equals(limit) ? left : 0;
        limit = by;
        left += Math.max(0, granted - 1);
        debtNanos = debt;
        asOf = now;
        return debt(now);
    }

    /**
     * Ends the reserve if it was not used since the last time.
     *
     * @return what is left then; empty if it goes on
     */
    synchronized Optional<Unused> endUnused() {
        if (used || asking) {
            used = false;
            return Optional.empty();
        }
        closed = true;
        Unused unused = new Unused(limit, left);
        left = 0;
        return Optional.of(unused);
    }
}
