package io.mehari.history.change;

import io.mehari.history.FileSet;
import io.mehari.history.KeptVersion;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What became of a change, or would.
 *
 * @param version as it is recorded; empty for a dry run, and where nothing changes
 * @param changes names with {@code added}, {@code changed} or {@code removed}
 * @param before files as they were
 * @param after files as they are, or would be
 * @param warnings what is odd
 */
record ChangeOutcome(
        Optional<KeptVersion> version,
        SortedMap<String, String> changes,
        FileSet before,
        FileSet after,
        List<FileProblem> warnings) {
    /** The same, recorded. */
    ChangeOutcome as(Optional<KeptVersion> kept) {
        return new ChangeOutcome(kept, changes, before, after, warnings);
    }
}
