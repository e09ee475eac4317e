package io.mehari.monitoring.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.text.NearestNames;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Above what alerts are raised. Immutable.
 *
 * @param cpuPercent of all processors
 * @param memoryPercent of the memory of machine or container
 * @param errorRatePercent of calls that fail
 * @param responseTimeSeconds on average
 * @param minCalls fewer calls within two samples are not judged
 */
public record AlertThresholds(
        double cpuPercent, double memoryPercent, double errorRatePercent, double responseTimeSeconds, int minCalls) {
    /** Lowest percentage. */
    static final String LEAST = "0.1";

    /** Highest percentage; at 100 an alert is never raised. */
    static final String MOST = "100";

    private static final double LEAST_PERCENT = 0.1;
    private static final double MOST_PERCENT = 100;
    private static final double LEAST_SECONDS = 0.001;
    private static final double MOST_SECONDS = 3600;
    private static final int MOST_CALLS = 1_000_000;

    /** What was asked for is no threshold; the message names the field and what it may be. */
    public static final class InvalidThresholdException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String field;

        InvalidThresholdException(String field, String message) {
            super(message);
            this.field = field;
        }

        /**
         * Which one.
         *
         * @return name of the field
         */
        public String field() {
            return field;
        }
    }

    /**
     * These with some of them changed.
     *
     * @param changes fields of {@link #json()} with new values
     * @return new thresholds
     * @throws InvalidThresholdException if a field is unknown, no number, or out of range; nothing is changed then
     */
    public AlertThresholds with(ObjectNode changes) {
        ObjectNode all = json();
        List<String> known = names(all);
        for (String name : names(changes)) {
            if (!known.contains(name)) {
                List<String> nearest = NearestNames.of(name, known);
                throw new InvalidThresholdException(
                        name,
                        "There is no threshold \"" + name + "\"; "
                                + (nearest.isEmpty()
                                        ? "there are " + String.join(", ", known)
                                        : "did you mean " + nearest.get(0) + "?"));
            }
        }
        return new AlertThresholds(
                number(changes, "cpu_percent", cpuPercent, LEAST_PERCENT, MOST_PERCENT),
                number(changes, "memory_percent", memoryPercent, LEAST_PERCENT, MOST_PERCENT),
                number(changes, "error_rate_percent", errorRatePercent, LEAST_PERCENT, MOST_PERCENT),
                number(changes, "response_time_seconds", responseTimeSeconds, LEAST_SECONDS, MOST_SECONDS),
                (int) number(changes, "min_calls", minCalls, 1, MOST_CALLS));
    }

    private static double number(ObjectNode changes, String name, double before, double least, double most) {
        JsonNode value = changes.get(name);
        if (value == null) {
            return before;
        }
        if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw new InvalidThresholdException(
                    name, name + " must be a number from " + shown(least) + " to " + shown(most));
        }
        return value.doubleValue();
    }

    private static String shown(double bound) {
        return bound == Math.rint(bound) ? String.valueOf((long) bound) : String.valueOf(bound);
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }

    /**
     * For callers.
     *
     * @return a new object
     */
    public ObjectNode json() {
        return Json.object()
                .put("cpu_percent", cpuPercent)
                .put("memory_percent", memoryPercent)
                .put("error_rate_percent", errorRatePercent)
                .put("response_time_seconds", responseTimeSeconds)
                .put("min_calls", minCalls);
    }
}
