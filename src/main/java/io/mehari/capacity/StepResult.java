package io.mehari.capacity;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one number of callers got.
 *
 * @param callers that called at the same time, each again as soon as it was answered
 * @param seconds how long they did
 * @param calls calls that ended
 * @param callsPerSecond calls that succeeded, a second
 * @param p50 milliseconds within which half of all calls ended
 * @param p90 milliseconds within which 90 % ended
 * @param p99 milliseconds within which 99 % ended
 * @param max milliseconds of the longest
 * @param outcomes how calls ended, by the code of the outcome; {@code no_answer} and {@code no_connection} besides
 */
public record StepResult(
        int callers,
        double seconds,
        long calls,
        double callsPerSecond,
        double p50,
        double p90,
        double p99,
        double max,
        Map<String, Long> outcomes) {
    /** The outcome of calls that succeeded. */
    static final String SUCCESS = "success";

    /** Keeps a copy, ordered by code. */
    public StepResult {
        outcomes = Map.copyOf(outcomes);
    }

    /** How calls ended, ordered by code. */
    @Override
    public Map<String, Long> outcomes() {
        return new TreeMap<>(outcomes);
    }

    /**
     * The share of calls that did not succeed.
     *
     * @return from 0 to 1; 1 if no call ended
     */
    public double failing() {
        return calls == 0 ? 1 : 1 - (double) outcomes.getOrDefault(SUCCESS, 0L) / calls;
    }
}
