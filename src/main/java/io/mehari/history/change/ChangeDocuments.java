package io.mehari.history.change;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.history.Effective;
import io.mehari.history.FileSet;
import io.mehari.history.KeptVersion;
import io.mehari.history.LineDiff;
import io.mehari.protocol.Json;
import io.mehari.redaction.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What is told of changes and versions, as JSON and without secrets. */
final class ChangeDocuments {
    private static final byte[] NOTHING = {};

    /** Most characters of all differences in one answer. */
    private static final int MOST_DIFF = 512 * 1024;

    private ChangeDocuments() {}

    /** A version; its changes are those since another one. */
    static ObjectNode version(KeptVersion version, Optional<KeptVersion> before) {
        ObjectNode json = Json.object()
                .put("version", version.number())
                .put("at", version.at().toString())
                .put("result", version.accepted() ? "ACK" : "NACK")
                .put("digest", version.digest());
        json.putObject("author")
                .put("kind", version.author().kind())
                .put("name", version.author().name())
                .put("comment", SecretValues.hide(version.author().comment()));
        json.set(version.accepted() ? "left_out" : "problems", sentences(version.problems()));
        json.set("effective", effective(version.effective()));
        before.ifPresent(other -> json.set("changes", changes(version.changesSince(other.files()))));
        return json;
    }

    /** What runs, beside what the files say. */
    static ObjectNode effective(Effective effective) {
        return Json.object()
                .put("generation", effective.generation())
                .put("wanted", effective.wanted())
                .put("running", effective.running())
                .put("reached", effective.isReached());
    }

    /** Sentences for people. */
    static ArrayNode sentences(List<String> sentences) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        sentences.forEach(sentence -> array.add(SecretValues.hide(sentence)));
        return array;
    }

    /** A list of files that are different. */
    static ArrayNode changes(SortedMap<String, String> changes) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        changes.forEach((file, change) -> array.addObject().put("file", file).put("change", change));
        return array;
    }

    /** What is wrong or odd. */
    static ArrayNode problems(List<FileProblem> problems) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        problems.forEach(problem ->
                array.addObject().put("file", problem.file()).put("message", SecretValues.hide(problem.message())));
        return array;
    }

    /** The same list as {@link #changes}, with what is different in each file. */
    static ArrayNode differences(FileSet before, FileSet after) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        int left = MOST_DIFF;
        for (Map.Entry<String, String> change :
                KeptVersion.changes(before.digests(), after.digests()).entrySet()) {
            String file = change.getKey();
            String diff = LineDiff.of(file, shown(before, file), shown(after, file));
            left -= diff.length();
            array.addObject()
                    .put("file", file)
                    .put("change", change.getValue())
                    .put("diff", left < 0 ? "[too long: ask for this file alone]" : explained(diff, file));
        }
        return array;
    }

    private static String explained(String diff, String file) {
        return diff.isEmpty() ? file + ": only what is hidden as " + Redaction.REDACTED + " is different\n" : diff;
    }

    private static byte[] shown(FileSet set, String file) {
        byte[] content = set.files().get(file);
        return content == null ? NOTHING : SecretValues.hide(file, content).getBytes(StandardCharsets.UTF_8);
    }
}
