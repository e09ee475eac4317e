package io.mehari.monitoring.metric;

import io.mehari.call.Outcome;

/** What the calls of one tool became, how many the cache has answered, and how long they took. Safe for concurrent use; recording does not lock. */
final class ToolMeter {
    private static final Outcome[] OUTCOMES = Outcome.values();

    /** Place of the successes that the cache has given, behind those of the outcomes. */
    private static final int HITS = OUTCOMES.length;

    private final Counts outcomes = new Counts(OUTCOMES.length + 1);
    private final Histogram durations = new Histogram();

    void record(Outcome outcome, boolean cacheHit, long nanos) {
        outcomes.increment(cacheHit ? HITS : outcome.ordinal());
        durations.record(nanos);
    }

    long calls() {
        return outcomes.sum();
    }

    long nanos() {
        return durations.nanos();
    }

    /** Successes are told from the first call on, so that their rate begins at zero; other outcomes once there is one. */
    void read(MetricSamples samples, String server, String tool) {
        long hits = outcomes.get(HITS);
        if (hits > 0) {
            samples.add(GatewayMetric.CACHE_TOOL_HITS, hits, server, tool);
        }
        for (Outcome outcome : OUTCOMES) {
            long count = outcomes.get(outcome.ordinal()) + (outcome == Outcome.SUCCESS ? hits : 0);
            if (count > 0 || outcome == Outcome.SUCCESS) {
                samples.add(GatewayMetric.CALLS, count, server, tool, outcome.code());
            }
        }
        samples.add(GatewayMetric.CALL_DURATION, durations.snapshot(), server, tool);
    }
}
