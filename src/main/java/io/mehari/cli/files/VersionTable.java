package io.mehari.cli.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.cli.gateway.Columns;
import io.mehari.text.PrintableText;
import java.util.ArrayList;
import java.util.List;

/** Kept versions in lines. Stateless. */
final class VersionTable {
    private static final int SECONDS = 19;

    private VersionTable() {}

    /**
     * The list for people.
     *
     * @param history what the gateway answers
     */
    static String of(JsonNode history) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("VERSION", "TIME", "RESULT", "BY", "REMARK"));
        int running = history.path("running").asInt();
        for (JsonNode version : history.path("versions")) {
            int number = version.path("version").asInt();
            String at = version.path("at").asText();
            rows.add(List.of(
                    number + (number == running ? " *" : ""),
                    at.substring(0, Math.min(SECONDS, at.length())).replace('T', ' '),
                    version.path("result").asText(),
                    by(version.path("author")),
                    remark(version)));
        }
        return Columns.of(rows);
    }

    private static String by(JsonNode author) {
        String name = author.path("name").asText();
        String kind = author.path("kind").asText();
        return PrintableText.of(name.isEmpty() ? kind : kind + " " + name);
    }

    private static String remark(JsonNode version) {
        JsonNode problem = version.path("problems").path(0);
        String text = problem.isMissingNode() ? version.at("/author/comment").asText() : problem.asText();
        return PrintableText.of(text.lines().findFirst().orElse(""));
    }
}
