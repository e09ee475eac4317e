package io.mehari.history.change;

import io.mehari.history.FileSet;
import io.mehari.history.change.RefusedFilesException.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Entity tags of files (RFC 9110, section 8.8.3): of one file, or of all in a folder. */
public final class Tags {
    private Tags() {}

    /**
     * The tag of one file.
     *
     * @param content its bytes
     * @return in quotes
     */
    public static String of(byte[] content) {
        return quoted(FileSet.digest(content));
    }

    /**
     * The tag of all files below a folder.
     *
     * @param set all files
     * @param root {@code routes} or {@code config}
     * @return in quotes
     */
    public static String of(FileSet set, String root) {
        return quoted(set.of(name -> name.startsWith(root + "/")).digest());
    }

    private static String quoted(String digest) {
        return "\"" + digest.substring(0, 32) + "\"";
    }

    /** Refuses a change of files that are others than the caller has seen (RFC 9110, section 13.1.1). */
    static void require(AskedChange asked, FileSet present) {
        if (asked.expected().isEmpty()) {
            return;
        }
        String all = of(present, asked.root());
        Optional<Map.Entry<String, byte[]>> single = asked.batch().contents().size() == 1
                ? asked.batch().contents().entrySet().stream().findFirst()
                : Optional.empty();
        Optional<byte[]> content = single.map(file -> present.files().get(file.getKey()));
        boolean matches = Arrays.stream(asked.expected().get().split(","))
                .map(String::trim)
                .anyMatch(tag -> tag.equals(all)
                        || tag.equals("*") && (single.isEmpty() || content.isPresent())
                        || content.filter(bytes -> of(bytes).equals(tag)).isPresent());
        if (!matches) {
            throw RefusedFilesException.of(
                    Reason.CHANGED_MEANWHILE,
                    "the files have changed meanwhile (If-Match): read them again, the tag of all is " + all);
        }
    }
}
