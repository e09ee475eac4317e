package io.mehari.history.change;

import io.mehari.history.FileSet;
import io.mehari.history.Places;
import io.mehari.history.change.RefusedFilesException.Reason;
import io.mehari.redaction.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files that are to change together.
 *
 * @param contents by name; null for a file that goes
 */
public record FileBatch(Map<String, byte[]> contents) {
    /** Most files in one change. */
    public static final int MOST = 1_000;

    private static final int LARGEST = 5 << 20;

    /** Keeps a copy. */
    public FileBatch {
        contents = Collections.unmodifiableMap(new TreeMap<>(contents));
    }

    /** What of them is different from the files there are. */
    FileBatch differing(FileSet present) {
        Map<String, byte[]> differing = new TreeMap<>(contents);
        differing.entrySet().removeIf(file -> Arrays.equals(present.files().get(file.getKey()), file.getValue()));
        return new FileBatch(differing);
    }

    /**
     * Refuses what may not be written, or cannot be meant.
     *
     * @param root {@code routes}, or {@code config} for files of both folders
     * @param places where they are
     * @throws RefusedFilesException naming every such file
     */
    void refuseUnfit(String root, Places places) {
        List<FileProblem> problems = new ArrayList<>();
        if (contents.isEmpty() || contents.size() > MOST) {
            problems.add(new FileProblem("", "expected 1 to " + MOST + " files"));
        }
        contents.forEach((name, content) ->
                problem(name, content, root, places).forEach(text -> problems.add(new FileProblem(name, text))));
        if (!problems.isEmpty()) {
            throw new RefusedFilesException(Reason.INVALID, problems);
        }
    }

    private static List<String> problem(String name, byte[] content, String root, Places places) {
        if (Places.ROUTES.equals(root) && !name.startsWith(Places.ROUTES + "/")) {
            return List.of("expected a file in routes/");
        }
        List<String> problems =
                new ArrayList<>(places.problemOfWriting(name).stream().toList());
        if (content == null) {
            return problems;
        }
        if (content.length > LARGEST) {
            problems.add("it is over 5 MiB");
        } else if (isBinary(content)) {
            problems.add("it is no text: it has a byte 0 in it");
        } else if (new String(content, StandardCharsets.UTF_8).contains(Redaction.REDACTED)) {
            problems.add(Redaction.REDACTED + " stands in it, which hides a secret in what the gateway shows: write the"
                    + " secret, or better ${NAME} of a variable");
        }
        return problems;
    }

    private static boolean isBinary(byte[] content) {
        for (byte b : content) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }
}
