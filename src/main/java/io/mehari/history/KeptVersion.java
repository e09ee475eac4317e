package io.mehari.history;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What became of one change of the files. Immutable.
 *
 * @param number counts up from 1
 * @param at when it was recorded
 * @param author who made it, and how
 * @param accepted whether it was taken (ACK) or refused (NACK)
 * @param problems why it was refused, or what of it was left out; without secrets
 * @param digest of all files together
 * @param files digest of each content by name
 * @param effective whether what runs since the change is what the files say; compared after the flip
 * @param home where the files were: those of other places are never used
 */
public record KeptVersion(
        int number,
        Instant at,
        Author author,
        boolean accepted,
        List<String> problems,
        String digest,
        SortedMap<String, String> files,
        Effective effective,
        String home) {
    /** Keeps copies. */
    public KeptVersion {
        problems = List.copyOf(problems);
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * The same version with some of its files.
     *
     * @param some digests of contents by name
     * @return new
     */
    public KeptVersion with(SortedMap<String, String> some) {
        return new KeptVersion(number, at, author, accepted, problems, digest, some, effective, home);
    }

    /**
     * What is different from another version.
     *
     * @param before digests of contents by name
     * @return names with {@code added}, {@code changed} or {@code removed}
     */
    public SortedMap<String, String> changesSince(SortedMap<String, String> before) {
        return changes(before, files);
    }

    /**
     * What is different between two sets of files.
     *
     * @param before digests of contents by name
     * @param after the same, later
     * @return names with {@code added}, {@code changed} or {@code removed}
     */
    public static SortedMap<String, String> changes(SortedMap<String, String> before, SortedMap<String, String> after) {
        SortedMap<String, String> changes = new TreeMap<>();
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            Optional<String> then = Optional.ofNullable(before.get(name));
            Optional<String> now = Optional.ofNullable(after.get(name));
            if (!then.equals(now)) {
                changes.put(name, then.isEmpty() ? "added" : now.isEmpty() ? "removed" : "changed");
            }
        }
        return changes;
    }
}
