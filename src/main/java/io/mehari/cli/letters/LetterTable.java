package io.mehari.cli.letters;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.cli.gateway.Columns;
import io.mehari.text.PrintableText;
import java.util.ArrayList;
import java.util.List;

/** Dead letters in columns. Stateless. */
final class LetterTable {
    private static final List<String> TITLES =
            List.of("ID", "FAILED AT", "TOOL", "OUTCOME", "MAY HAVE RUN", "STATE", "REPLAYS", "MESSAGE");
    private static final int LONGEST = 80;
    private static final int SECONDS = "2026-01-31T12:00:00".length();

    private LetterTable() {}

    /** The table, without a line end at its end. */
    static String of(Iterable<JsonNode> letters) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        letters.forEach(letter -> rows.add(row(letter)));
        return Columns.of(rows);
    }

    private static List<String> row(JsonNode letter) {
        return List.of(
                text(letter, "id"),
                time(letter.path("occurred_at").asText()),
                text(letter, "server") + "/" + text(letter, "tool"),
                text(letter, "outcome"),
                letter.path("may_have_run").asBoolean() ? "yes" : "no",
                text(letter, "state"),
                text(letter, "attempts"),
                cut(text(letter, "message")));
    }

    static boolean isWaiting(JsonNode letter) {
        return "waiting".equals(letter.path("state").asText());
    }

    /** To the second: {@code 2026-01-31 12:00:00}, in UTC as the log. */
    static String time(String instant) {
        String shown = PrintableText.of(instant);
        return shown.length() > SECONDS ? shown.substring(0, SECONDS).replace('T', ' ') + "Z" : shown;
    }

    static String text(JsonNode node, String field) {
        return PrintableText.of(node.path(field).asText());
    }

    private static String cut(String message) {
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "...";
    }
}
