package io.mehari.history.change;

import io.mehari.history.Author;
import java.util.Optional;

/**
 * A change that is asked for.
 *
 * @param root {@code routes}, or {@code config} for files of both folders
 * @param batch what is to change
 * @param author who asks
 * @param expected of {@code If-Match} ({@link Tags}); empty for whatever is there
 */
record AskedChange(String root, FileBatch batch, Author author, Optional<String> expected) {
    /** Who asks for a dry run. */
    private static final Author NOBODY = new Author("", "", "");

    /**
     * One that is only looked at.
     *
     * @param root as above
     * @param batch what would change
     */
    static AskedChange dry(String root, FileBatch batch, Optional<String> expected) {
        return new AskedChange(root, batch, NOBODY, expected);
    }

    /** Whether it is recorded. */
    boolean isRecorded() {
        return !author.equals(NOBODY);
    }
}
