package io.mehari.reliability;

import io.mehari.call.Outcome;
import io.mehari.reliability.FaultMatrix.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page that tells operators what each fault ends in; its table is written by the test. */
final class ReliabilityPage {
    static final Path FILE = Path.of("docs", "reliability.md");
    private static final String BEGIN = "<!-- fault matrix: begin -->\n";
    private static final String END = "<!-- fault matrix: end -->";
    private static final String HEAD = """
            | Fault | Transport | Outcome | Limit that fired | Noticed after | Good again after | Ran twice |
            |---|---|---|---|---|---|---|
            """;
    private static final int TRANSPORT = 2;
    private static final int OUTCOME = 3;
    private static final int LIMIT = 4;
    private static final int TWICE = 7;

    private ReliabilityPage() {}

    /** Replaces the table of the page. */
    static void write(List<Row> rows) throws IOException {
        String page = Files.readString(FILE);
        String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        String after = page.substring(page.indexOf(END));
        Files.writeString(FILE, before + table(rows) + after);
    }

    /** What the page says, without the times: they differ from run to run. */
    static List<String> facts() throws IOException {
        String page = Files.readString(FILE);
        return facts(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)));
    }

    /** What the page should say, without the times. */
    static List<String> facts(List<Row> rows) {
        return facts(table(rows));
    }

    private static List<String> facts(String table) {
        return table.lines().skip(2).map(ReliabilityPage::fact).toList();
    }

    private static String fact(String line) {
        String[] cells = line.split("\\|", -1);
        return Stream.of(1, TRANSPORT, OUTCOME, LIMIT, TWICE)
                .map(cell -> cells[cell].trim())
                .collect(Collectors.joining(" | "));
    }

    static String table(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.failure() == null)
                .sorted(Comparator.comparing(row -> row.fault().transport()))
                .map(ReliabilityPage::line)
                .collect(Collectors.joining("", HEAD, ""));
    }

    private static String line(Row row) {
        Fault fault = row.fault();
        Duration recover = row.seen().recover();
        List<String> cells = List.of(
                fault.name(),
                fault.transport().title(),
                name(row.seen().answer().outcome()),
                fault.noticed().title(),
                rounded(row.seen().detect()),
                recover == null ? "-" : rounded(recover),
                Integer.toString(row.twice()));
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** As the contract writes it: {@code OutcomeUnknown}. */
    private static String name(Outcome outcome) {
        return Stream.of(outcome.code().split("_"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    private static String rounded(Duration time) {
        long millis = time.toMillis();
        if (millis < 100) {
            return "< 0.1 s";
        }
        if (millis < 500) {
            return "0.1 to 0.5 s";
        }
        if (millis < 1_000) {
            return "0.5 to 1 s";
        }
        return Stream.of(2, 5, 10, 20)
                .filter(seconds -> millis < seconds * 1_000L)
                .findFirst()
                .map(ReliabilityPage::upTo)
                .orElse("> 20 s");
    }

    private static String upTo(int seconds) {
        int from = seconds == 5 ? 2 : seconds / 2;
        return from + " to " + seconds + " s";
    }
}
