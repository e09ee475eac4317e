package io.mehari.failure.memory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.List;

/** The memory of errors as JSON. Stateless. */
public final class ErrorsJson {
    private ErrorsJson() {}

    /**
     * A part of the list.
     *
     * @param page the errors of this part
     * @param total how many there are that were asked for
     * @param errors for how they are compared
     * @return never null
     */
    public static ObjectNode list(List<RememberedError> page, int total, Errors errors) {
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray("errors");
        page.forEach(error -> array.add(summary(error)));
        json.put("total", total).put("dropped", errors.dropped());
        json.set("similarity", similarity(errors));
        return json;
    }

    /**
     * Everything about one error.
     *
     * @param error as it is remembered
     * @param advice what is like it, and what may help
     * @return never null
     */
    public static ObjectNode detail(RememberedError error, Advice advice) {
        ObjectNode json = summary(error);
        error.examples().forEach(json.putArray("examples")::add);
        ObjectNode recoveries = json.putObject("recoveries");
        error.recoveries().forEach(recoveries::put);
        error.solution().ifPresent(solution -> json.set("solution", solution(solution)));
        List<Advice.Similar> others = advice.similar().stream()
                .filter(similar -> !similar.error().id().equals(error.id()))
                .toList();
        add(json, advice, others);
        return json;
    }

    /**
     * What is known about a text.
     *
     * @param advice what was found
     * @param errors for how searches went
     * @return never null
     */
    public static ObjectNode advice(Advice advice, Errors errors) {
        ObjectNode json = Json.object().put("template", advice.template());
        add(json, advice, advice.similar());
        json.set("similarity", similarity(errors));
        return json;
    }

    private static void add(ObjectNode json, Advice advice, List<Advice.Similar> others) {
        json.put("method", advice.method());
        if (!advice.note().isEmpty()) {
            json.put("note", advice.note());
        }
        ArrayNode similar = json.putArray("similar");
        others.forEach(other -> {
            ObjectNode entry = summary(other.error()).put("score", rounded(other.score()));
            other.error().solution().ifPresent(solution -> entry.set("solution", solution(solution)));
            similar.add(entry);
        });
        json.set("recommendations", recommendations(advice));
    }

    /**
     * What may help, for whoever shows it.
     *
     * @param advice what was found
     * @return the best first
     */
    public static ArrayNode recommendations(Advice advice) {
        ArrayNode array = Json.object().arrayNode();
        advice.recommendations().forEach(one -> {
            ObjectNode entry = array.addObject()
                    .put("source", one.source().code())
                    .put("id", one.id())
                    .put("title", one.title())
                    .put("category", one.category())
                    .put("cause", one.cause());
            one.fix().forEach(entry.putArray("fix")::add);
            entry.put("score", rounded(one.score()));
        });
        return array;
    }

    private static ObjectNode summary(RememberedError error) {
        ObjectNode json = Json.object()
                .put("id", error.id())
                .put("template", error.template())
                .put("category", error.category())
                .put("outcome", error.outcome())
                .put("count", error.count())
                .put("first_seen", error.firstSeen().toString())
                .put("last_seen", error.lastSeen().toString());
        error.servers().forEach(json.putArray("servers")::add);
        error.tools().forEach(json.putArray("tools")::add);
        if (!error.traces().isEmpty()) {
            error.traces().forEach(json.putArray("trace_ids")::add);
        }
        return json.put("solved", error.solution().isPresent());
    }

    private static ObjectNode solution(Solution solution) {
        ObjectNode json = Json.object()
                .put("text", solution.text())
                .put("by", solution.by())
                .put("at", solution.at().toString());
        return solution.knownError().isEmpty() ? json : json.put("known_error", solution.knownError());
    }

    private static ObjectNode similarity(Errors errors) {
        Errors.Comparison comparison = errors.comparison();
        SearchStatistics statistics = errors.statistics();
        ObjectNode json = Json.object()
                .put("method", comparison.method())
                .put("model", comparison.model())
                .put("model_state", comparison.state())
                .put("vectors", comparison.vectors());
        if (!comparison.note().isEmpty()) {
            json.put("note", comparison.note());
        }
        json.putObject("searches")
                .put("total", statistics.searches())
                .put("failed", statistics.failed())
                .put("from_cache", statistics.cached())
                .put("mean_ms", rounded(statistics.meanMillis()))
                .put("max_ms", rounded(statistics.longestMillis()));
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
