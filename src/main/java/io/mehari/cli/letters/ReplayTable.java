package io.mehari.cli.letters;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.cli.gateway.Columns;
import io.mehari.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What became of replays, in columns. Stateless. */
final class ReplayTable {
    private static final List<String> TITLES = List.of("ID", "OUTCOME", "REQUEST, OR WHY NOT");

    private ReplayTable() {}

    /** The table with a summary below it. */
    static String of(JsonNode results) {
        if (results.isEmpty()) {
            return "There is no such dead letter that waits.";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        results.forEach(result -> rows.add(
                result.has("error")
                        ? List.of(
                                LetterTable.text(result, "id"),
                                "not replayed",
                                LetterTable.text(result.path("error"), "message"))
                        : List.of(
                                LetterTable.text(result, "id"),
                                LetterTable.text(result, "outcome"),
                                LetterTable.text(result, "request_id"))));
        return Columns.of(rows) + System.lineSeparator() + System.lineSeparator()
                + Counted.of(results.size(), "dead letter") + ", " + replayed(results) + " replayed, "
                + succeeded(results) + " with success.";
    }

    private static long replayed(JsonNode results) {
        return StreamSupport.stream(results.spliterator(), false)
                .filter(result -> !result.has("error"))
                .count();
    }

    static long succeeded(JsonNode results) {
        return StreamSupport.stream(results.spliterator(), false)
                .filter(result -> "success".equals(result.path("outcome").asText()))
                .count();
    }
}
