package io.mehari.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured, as it is saved: without the key.
 *
 * @param tool {@code server/tool}
 * @param arguments of each call
 * @param at when it began
 * @param steps in the order of their callers
 */
public record CapacityReport(String tool, String arguments, Instant at, List<StepResult> steps) {
    private static final int FORMAT = 1;
    private static final double THOUSANDTHS = 1_000;

    /** Keeps a copy of the steps. */
    public CapacityReport {
        steps = List.copyOf(steps);
    }

    /** The report as JSON. */
    public ObjectNode json() {
        ObjectNode json = Json.object()
                .put("format", FORMAT)
                .put("tool", tool)
                .put("arguments", arguments)
                .put("at", at.toString())
                .put("processors", Runtime.getRuntime().availableProcessors());
        var list = json.putArray("steps");
        steps.forEach(step -> list.add(json(step)));
        Knee knee = Knee.of(steps);
        ObjectNode capacity = json.putObject("capacity").put("planned_calls_per_second", rounded(knee.planned()));
        knee.best()
                .ifPresent(best -> capacity.put("calls_per_second", rounded(best.callsPerSecond()))
                        .put("callers", best.callers()));
        knee.bent().ifPresent(bent -> capacity.put("bends_at_callers", bent.callers()));
        return json;
    }

    private static ObjectNode json(StepResult step) {
        ObjectNode json = Json.object()
                .put("callers", step.callers())
                .put("seconds", rounded(step.seconds()))
                .put("calls", step.calls())
                .put("calls_per_second", rounded(step.callsPerSecond()))
                .put("p50_ms", rounded(step.p50()))
                .put("p90_ms", rounded(step.p90()))
                .put("p99_ms", rounded(step.p99()))
                .put("max_ms", rounded(step.max()));
        ObjectNode outcomes = json.putObject("outcomes");
        step.outcomes().forEach(outcomes::put);
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * THOUSANDTHS) / THOUSANDTHS;
    }

    /**
     * Reads a saved report.
     *
     * @param json as {@link #json()} made it
     * @return the report
     * @throws IllegalArgumentException if it is none, or of another format
     */
    public static CapacityReport of(JsonNode json) {
        if (json.path("format").asInt() != FORMAT || !json.path("steps").isArray()) {
            throw new IllegalArgumentException("not a report that this version of 'mehari bench' has saved");
        }
        List<StepResult> steps = new ArrayList<>();
        json.path("steps").forEach(step -> steps.add(step(step)));
        return new CapacityReport(
                json.path("tool").asText(),
                json.path("arguments").asText(),
                at(json.path("at").asText()),
                steps);
    }

    private static Instant at(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("without the time at which it was made");
        }
    }

    private static StepResult step(JsonNode json) {
        Map<String, Long> outcomes = new HashMap<>();
        json.path("outcomes")
                .fields()
                .forEachRemaining(
                        entry -> outcomes.put(entry.getKey(), entry.getValue().asLong()));
        return new StepResult(
                json.path("callers").asInt(),
                json.path("seconds").asDouble(),
                json.path("calls").asLong(),
                json.path("calls_per_second").asDouble(),
                json.path("p50_ms").asDouble(),
                json.path("p90_ms").asDouble(),
                json.path("p99_ms").asDouble(),
                json.path("max_ms").asDouble(),
                outcomes);
    }
}
