package io.mehari.history;

/**
 * Who made a change.
 *
 * @param kind {@code start}, {@code file} (on disk), {@code api} or {@code rollback}
 * @param name of the key that was shown; empty for a file
 * @param comment what the author says of it; may be empty
 */
public record Author(String kind, String name, String comment) {
    /** Found at the start. */
    public static final Author START = new Author("start", "", "");

    /** A file that somebody wrote. */
    public static final Author FILE = new Author("file", "", "");
}
