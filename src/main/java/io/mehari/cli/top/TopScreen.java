package io.mehari.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.cli.gateway.Columns;
import io.mehari.text.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is known of a gateway as lines that fit a terminal. Stateless. */
final class TopScreen {
    private static final String KEYS = "q quit  a all  u upstreams  b breakers  r routes  c calls";
    private static final int HEAD = 3;
    private static final int SHARES = 20;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int PER_CENT = 100;

    private TopScreen() {}

    /**
     * The screen.
     *
     * @param view what is known
     * @param only what is shown alone; empty for all
     * @param size of the terminal
     */
    static List<String> of(LiveView view, Optional<Section> only, Terminal.Size size) {
        List<String> lines = new ArrayList<>(head(view));
        int room = size.rows() - HEAD - 1;
        if (view.isKnown() && room > 0) {
            if (only.isPresent()) {
                add(lines, only.get(), view, room, size.columns());
            } else {
                addAll(lines, view, room, size.columns());
            }
        }
        while (lines.size() < size.rows() - 1) {
            lines.add("");
        }
        lines = new ArrayList<>(lines.subList(0, Math.max(0, size.rows() - 1)));
        lines.add(KEYS);
        return lines.stream().map(line -> fit(line, size.columns())).toList();
    }

    private static List<String> head(LiveView view) {
        JsonNode stats = view.stats();
        String where = "mehari top  " + PrintableText.of(view.address());
        String line = view.isConnected() ? "" : "THE GATEWAY IS AWAY: " + view.trouble();
        if (!view.isKnown()) {
            return List.of(where, line, "");
        }
        return List.of(
                where + "  up " + uptime(stats.path("uptime_seconds").asLong()) + "  health "
                        + PrintableText.of(stats.at("/health/status").asText()) + " "
                        + PrintableText.of(stats.at("/health/score").asText("")),
                String.format(
                        Locale.ROOT,
                        "calls/s %.1f  errors/s %.1f  in flight %d  p50 %s  p95 %s  p99 %s ms  cache %.0f %%",
                        stats.path("calls_per_second").asDouble(),
                        stats.path("errors_per_second").asDouble(),
                        stats.path("in_flight").asLong(),
                        latency(stats, "p50"),
                        latency(stats, "p95"),
                        latency(stats, "p99"),
                        PER_CENT * stats.at("/cache/hit_rate").asDouble()),
                line);
    }

    private static String latency(JsonNode stats, String which) {
        JsonNode value = stats.path("latency_ms").path(which);
        return value.isNumber() ? String.format(Locale.ROOT, "%.1f", value.asDouble()) : "-";
    }

    private static String uptime(long seconds) {
        long minutes = seconds / SECONDS_PER_MINUTE;
        long hours = minutes / SECONDS_PER_MINUTE;
        return hours > 0
                ? hours + " h " + minutes % SECONDS_PER_MINUTE + " min"
                : minutes > 0 ? minutes + " min" : seconds + " s";
    }

    /** Each gets its share; what one does not need goes to those after it. */
    private static void addAll(List<String> lines, LiveView view, int room, int columns) {
        int left = room;
        int shares = SHARES;
        for (Section section : Section.values()) {
            int own = shares == section.share() ? left : Math.max(2, left * section.share() / shares);
            shares -= section.share();
            left -= add(lines, section, view, Math.min(own, left), columns);
        }
    }

    private static int add(List<String> lines, Section section, LiveView view, int room, int columns) {
        if (room <= 0) {
            return 0;
        }
        List<List<String>> rows = section.rows(view);
        List<String> table = List.of(Columns.of(rows).split("\\R"));
        List<String> shown = new ArrayList<>(table.subList(0, Math.min(room, table.size())));
        if (table.size() > room) {
            String more = "  " + (table.size() - room) + " more: " + section.key();
            shown.set(0, fit(shown.get(0), Math.max(0, columns - more.length())) + more);
        }
        lines.addAll(shown);
        return shown.size();
    }

    private static String fit(String line, int columns) {
        return line.length() <= columns ? line : line.substring(0, columns);
    }
}
