package io.mehari.cli.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.text.PrintableText;
import java.util.stream.Collectors;

/** What the gateway says of a change, for people. Stateless. */
final class ChangeText {
    private ChangeText() {}

    /** Differences as {@code diff -u} has them. */
    static String differences(JsonNode files) {
        StringBuilder text = new StringBuilder();
        files.forEach(file -> text.append(
                file.path("diff").asText().lines().map(PrintableText::of).collect(Collectors.joining("\n", "", "\n"))));
        return text.toString().stripTrailing();
    }

    /** One line for each file, then what is odd. */
    static String changes(JsonNode answer) {
        StringBuilder text = new StringBuilder();
        answer.path("changes")
                .forEach(change -> text.append("%-8s %s%n"
                        .formatted(
                                change.path("change").asText(),
                                PrintableText.of(change.path("file").asText()))));
        answer.path("warnings")
                .forEach(warning -> text.append("warning: ")
                        .append(PrintableText.of(warning.path("message").asText()))
                        .append(System.lineSeparator()));
        return text.toString().stripTrailing();
    }

    /** The last line of a change that was made, or would be. */
    static String result(JsonNode answer, boolean dryRun) {
        if (answer.path("changes").isEmpty()) {
            return "Nothing is different.";
        }
        if (dryRun) {
            return "The change can be made. Nothing has been changed.";
        }
        JsonNode version = answer.path("version");
        if ("NACK".equals(version.path("result").asText())) {
            return "The files are written, and others keep all of them from running: "
                    + PrintableText.of(version.at("/problems/0").asText());
        }
        return "Version " + version.path("version").asInt() + " runs, generation "
                + version.at("/effective/generation").asInt() + " of the route files.";
    }
}
