package io.mehari.cache;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the cache does besides lookups and stores, since the start. Safe for concurrent use. */
public final class CacheActivity {
    private final LongAdder stale = new LongAdder();
    private final LongAdder renewed = new LongAdder();
    private final LongAdder notRenewed = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder joinedHere = new LongAdder();
    private final LongAdder joinedElsewhere = new LongAdder();

    /**
     * Figures so far.
     *
     * @param stale calls answered with a result whose time was over
     * @param renewed renewals that brought a new result
     * @param failed renewals that did not
     * @param skipped renewals that did not begin, since as many as may ran already
     * @param joinedHere calls that were given the result of one like them in this process
     * @param joinedElsewhere calls that were given the result of one like them in another gateway
     */
    public record Figures(long stale, long renewed, long failed, long skipped, long joinedHere, long joinedElsewhere) {}

    /** A call was answered with a result whose time was over. */
    public void staleHit() {
        stale.increment();
    }

    /**
     * A renewal has ended.
     *
     * @param success whether it brought a result
     */
    public void renewed(boolean success) {
        (success ? renewed : notRenewed).increment();
    }

    /** A renewal did not begin. */
    public void renewalSkipped() {
        skipped.increment();
    }

    /** A call was given the result of one like it in this process. */
    public void joinedHere() {
        joinedHere.increment();
    }

    /** A call was given the result of one like it in another gateway. */
    public void joinedElsewhere() {
        joinedElsewhere.increment();
    }

    /**
     * What was counted.
     *
     * @return since the start
     */
    public Figures figures() {
        return new Figures(
                stale.sum(), renewed.sum(), notRenewed.sum(), skipped.sum(), joinedHere.sum(), joinedElsewhere.sum());
    }
}
