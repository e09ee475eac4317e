package io.mehari.cli;

import io.mehari.servers.ServerTrial.Result;
import io.mehari.text.PrintableText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** Results of tried servers in columns. */
final class ResultTable {
    private static final List<String> TITLES =
            List.of("SERVER", "TRANSPORT", "MCP VERSION", "TOOLS", "JOINED IN", "ROUND TRIP", "PROBLEM");
    private static final String NOTHING = "-";

    private ResultTable() {}

    /**
     * The table, with a summary line below it.
     *
     * @param ansi whether problems are red; the words are the same without
     */
    static String of(List<Result> results, Ansi ansi) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        results.forEach(result -> rows.add(row(result)));
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            boolean red = row > 0 && results.get(row - 1).problem().isPresent();
            String line = line(rows.get(row), rows);
            lines.add(red && ansi.enabled() ? "\u001b[31m" + line + "\u001b[0m" : line);
        }
        lines.add("");
        lines.add(summary(results));
        return lines.stream().collect(Collectors.joining(System.lineSeparator()));
    }

    private static List<String> row(Result result) {
        return List.of(
                PrintableText.of(result.server()),
                result.transport(),
                PrintableText.of(result.protocolVersion().orElse(NOTHING)),
                result.joined().isPresent() ? Integer.toString(result.tools()) : NOTHING,
                millis(result.joined()),
                millis(result.roundTrip()),
                PrintableText.of(result.problem().orElse("none")));
    }

    private static String millis(Optional<Duration> time) {
        return time.map(known -> known.toMillis() + " ms").orElse(NOTHING);
    }

    private static String summary(List<Result> results) {
        long failed =
                results.stream().filter(result -> result.problem().isPresent()).count();
        String verdict = failed == 0
                ? (results.size() == 1 ? "The server answers." : "All " + results.size() + " servers answer.")
                : failed + " of " + results.size() + " cannot be used.";
        return verdict + " JOINED IN: from the start to the list of tools. ROUND TRIP: one ping after that,"
                + " - where the server does not answer pings.";
    }

    private static String line(List<String> row, List<List<String>> rows) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int cell = column;
            int width = rows.stream()
                    .mapToInt(each -> each.get(cell).length())
                    .max()
                    .orElse(0);
            line.append(String.format("%-" + width + "s  ", row.get(column)));
        }
        return line.toString().stripTrailing();
    }
}
