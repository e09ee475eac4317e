package io.mehari.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.text.PrintableText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** A table of the screen. */
enum Section {
    /** Servers, those first that are not ready. */
    UPSTREAMS('u', 5, List.of("UPSTREAM", "STATE", "HEALTH", "TOOLS", "IN FLIGHT", "LATENCY", "LAST ERROR")),
    /** Circuit breakers, those first that are not closed. */
    BREAKERS('b', 4, List.of("BREAKER", "STATE", "CALLS", "FAILED", "NEXT TRIAL")),
    /** Routes, those first that have something in them. */
    ROUTES('r', 5, List.of("ROUTE", "STATE", "DONE", "FAILED", "IN FLIGHT", "P95 MS")),
    /** Calls, the newest first. */
    CALLS('c', 6, List.of("CALL", "TOOL", "OUTCOME", "MS"));

    private static final int TIME_FROM = 11;
    private static final int TIME_TO = 19;

    private final char key;
    private final int share;
    private final List<String> titles;

    Section(char key, int share, List<String> titles) {
        this.key = key;
        this.share = share;
        this.titles = titles;
    }

    /** {@return the key that shows it alone} */
    char key() {
        return key;
    }

    /** {@return lines of its own where all are shown, of 20 together} */
    int share() {
        return share;
    }

    /** {@return the titles, and a row for each thing there is} */
    List<List<String>> rows(LiveView view) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(titles);
        switch (this) {
            case UPSTREAMS ->
                sorted(view.servers(), server -> text(server, "state").equals("ready"))
                        .forEach(server -> rows.add(upstream(server)));
            case BREAKERS ->
                view.servers().stream()
                        .flatMap(server -> breakers(server).stream())
                        .sorted(Comparator.comparing(row -> row.get(1).equals("closed")))
                        .forEach(rows::add);
            case ROUTES ->
                sorted(view.routes(), route -> route.at("/statistics/in_flight").asInt() == 0)
                        .forEach(route -> rows.add(route(route)));
            case CALLS -> view.calls().forEach(call -> rows.add(call(call)));
            default -> throw new IllegalStateException(name());
        }
        return rows;
    }

    private static List<JsonNode> sorted(List<JsonNode> all, Predicate<JsonNode> last) {
        return all.stream().sorted(Comparator.comparing(last::test)).toList();
    }

    private static List<String> upstream(JsonNode server) {
        return List.of(
                text(server, "name"),
                text(server, "state"),
                text(server.path("health"), "state"),
                text(server, "tools"),
                text(server, "in_flight"),
                millis(server.at("/health/latency_ms")),
                text(server, "state").equals("ready") ? "" : text(server, "last_error"));
    }

    private static List<List<String>> breakers(JsonNode server) {
        List<List<String>> rows = new ArrayList<>();
        server.path("breakers")
                .forEach(breaker -> rows.add(List.of(
                        text(server, "name") + "/" + text(breaker, "tool"),
                        text(breaker, "state"),
                        text(breaker, "calls"),
                        text(breaker, "failed_calls"),
                        time(text(breaker, "next_trial_at")))));
        return rows;
    }

    private static List<String> route(JsonNode route) {
        JsonNode counted = route.path("statistics");
        return List.of(
                text(route, "id"),
                text(route, "state"),
                text(counted, "completed"),
                text(counted, "failed"),
                text(counted, "in_flight"),
                millis(counted.path("p95_ms")));
    }

    private static List<String> call(JsonNode call) {
        JsonNode told = call.path("payload");
        return List.of(
                time(text(call, "timestamp")),
                text(told, "server") + "/" + text(told, "tool"),
                text(told, "outcome"),
                millis(told.path("duration_ms")));
    }

    private static String text(JsonNode node, String member) {
        return PrintableText.of(node.path(member).asText());
    }

    private static String millis(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.1f", value.asDouble()) : "";
    }

    /** The time of day of an instant, in UTC. */
    private static String time(String instant) {
        return instant.length() < TIME_TO ? "" : instant.substring(TIME_FROM, TIME_TO);
    }
}
