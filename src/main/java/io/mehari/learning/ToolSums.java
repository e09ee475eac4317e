package io.mehari.learning;

import java.time.Instant;

/**
 * What was learnt of a tool: sums over its records. Immutable.
 *
 * @param calls how many calls it was asked for
 * @param successes how many of them had a result
 * @param micros how long they took, in microseconds
 * @param cost what they cost; 0 as long as there are no prices
 * @param quality how good their results were; 0 as long as nobody says
 * @param lastCall when the latest of them ended
 */
public record ToolSums(long calls, long successes, long micros, double cost, double quality, Instant lastCall) {
    /** Nothing yet. */
    static final ToolSums NONE = new ToolSums(0, 0, 0, 0, 0, Instant.EPOCH);

    /**
     * How well it has done: {@code (successes + 1) / (calls + 2)}, Laplace's rule of succession. It is what the share of
     * successes would be with one success and one failure more, so that one call that went well does not come before many of
     * which almost all did.
     *
     * @return between 0 and 1; a half where nothing is known
     */
    public double score() {
        return (successes + 1.0) / (calls + 2.0);
    }

    /** With one more record. */
    ToolSums and(LearningRecord record) {
        return plus(new ToolSums(
                1, record.success() ? 1 : 0, record.micros(), 0, 0, Instant.ofEpochMilli(record.endedAt())));
    }

    /** Both together. */
    ToolSums plus(ToolSums other) {
        return new ToolSums(
                calls + other.calls,
                successes + other.successes,
                micros + other.micros,
                cost + other.cost,
                quality + other.quality,
                lastCall.isAfter(other.lastCall) ? lastCall : other.lastCall);
    }
}
