package io.mehari.monitoring.metric;

import io.mehari.call.Outcome;

/** What the calls of one tool became, and how long they took. Safe for concurrent use; recording does not lock. */
final class ToolMeter {
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final Counts outcomes = new Counts(OUTCOMES.length);
    private final Histogram durations = new Histogram();

    void record(Outcome outcome, long nanos) {
        outcomes.increment(outcome.ordinal());
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
        for (Outcome outcome : OUTCOMES) {
            long count = outcomes.get(outcome.ordinal());
            if (count > 0 || outcome == Outcome.SUCCESS) {
                samples.add(GatewayMetric.CALLS, count, server, tool, outcome.code());
            }
        }
        samples.add(GatewayMetric.CALL_DURATION, durations.snapshot(), server, tool);
    }
}
