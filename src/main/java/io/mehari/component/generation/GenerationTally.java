package io.mehari.component.generation;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import java.util.concurrent.atomic.LongAdder;

/**
 * How the calls of a set of route files ended: how many there were, how many failed by the gateway's own doing, how many
 * otherwise. What a caller has to mend, and what a tool says of itself, counts as no failure; a refusal that a stage makes up
 * does. Safe for concurrent use; counting neither locks nor allocates.
 */
public final class GenerationTally {
    private final LongAdder calls = new LongAdder();
    private final LongAdder own = new LongAdder();
    private final LongAdder others = new LongAdder();

    /**
     * A call has ended.
     *
     * @param result how; null where it ended in an exception, or without an outcome
     */
    void ended(Object result) {
        calls.increment();
        Outcome outcome = result instanceof ToolCallResult known ? known.outcome() : Outcome.INTERNAL;
        if (outcome == Outcome.INTERNAL) {
            own.increment();
        } else if (outcome.isFailure() || outcome == Outcome.FORBIDDEN) {
            others.increment();
        }
    }

    /**
     * What has been counted so far.
     *
     * @return at this moment
     */
    public Sum sum() {
        long failedByItself = own.sum();
        long failedOtherwise = others.sum();
        return new Sum(calls.sum(), failedByItself, failedOtherwise);
    }

    /**
     * Calls that have ended.
     *
     * @param calls all
     * @param own of them, those that ended in a defect of the gateway, its route files included
     * @param others of them, those that failed otherwise, or were forbidden
     */
    public record Sum(long calls, long own, long others) {
        /** Nothing. */
        public static final Sum NONE = new Sum(0, 0, 0);

        /**
         * What has been counted since.
         *
         * @param before counted earlier
         * @return never below zero
         */
        public Sum since(Sum before) {
            return new Sum(
                    Math.max(0, calls - before.calls),
                    Math.max(0, own - before.own),
                    Math.max(0, others - before.others));
        }

        /**
         * The share of failures of the gateway's own making.
         *
         * @return percent; 0 without calls
         */
        public double ownPercent() {
            return calls == 0 ? 0 : 100.0 * own / calls;
        }

        /**
         * The share of other failures.
         *
         * @return percent; 0 without calls
         */
        public double otherPercent() {
            return calls == 0 ? 0 : 100.0 * others / calls;
        }
    }
}
