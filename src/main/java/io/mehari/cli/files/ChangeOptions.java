package io.mehari.cli.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** Options of commands that change the files of a gateway, and how they tell what has changed. */
final class ChangeOptions {
    @Option(names = "--dry-run", description = "Only checks, and shows what would change.")
    private boolean dryRun;

    @Option(names = "--comment", paramLabel = "TEXT", description = "Is kept with the new version.")
    private String comment;

    /** Whether nothing is to be changed. */
    boolean isDryRun() {
        return dryRun;
    }

    /**
     * Adds the comment to what is asked for.
     *
     * @param body changed in place
     * @return the same
     */
    ObjectNode commented(ObjectNode body) {
        return comment == null ? body : body.put("comment", comment);
    }

    /**
     * Prints an answer of the gateway for people.
     *
     * @param answer has {@code changes} and perhaps {@code version}
     * @param differences whether their lines are shown
     * @param summary the changes in a few words; empty for none
     * @param out not flushed
     */
    void print(JsonNode answer, boolean differences, String summary, PrintWriter out) {
        String lines = differences ? ChangeText.differences(answer.path("changes")) : "";
        for (String text : new String[] {lines, summary}) {
            if (!text.isEmpty()) {
                out.println(text);
            }
        }
        out.println(ChangeText.result(answer, dryRun));
    }
}
