package io.mehari;

import io.mehari.configuration.ServerTrial.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Results of tried servers in columns. */
final class ResultTable {
    private static final List<String> TITLES =
            List.of("SERVER", "TRANSPORT", "MCP VERSION", "TOOLS", "LATENCY", "PROBLEM");

    private ResultTable() {}

    static String of(List<Result> results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        results.forEach(result -> rows.add(row(result)));
        return rows.stream().map(row -> line(row, rows)).collect(Collectors.joining(System.lineSeparator()));
    }

    private static List<String> row(Result result) {
        boolean joined = result.joined().isPresent();
        return List.of(
                result.server(),
                result.transport(),
                result.protocolVersion().orElse("-"),
                joined ? Integer.toString(result.tools()) : "-",
                result.joined().map(time -> time.toMillis() + " ms").orElse("-"),
                result.problem().orElse("none"));
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
