package io.mehari.reload.live;

import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Whether files have another content than at the last look. Used by one thread at a time. */
final class WatchedFile {
    private final Supplier<Collection<Path>> files;
    private FileDigests held;
    private FileDigests seen;

    /**
     * Takes the files for those that hold.
     *
     * @param files which they are at the moment
     */
    WatchedFile(Supplier<Collection<Path>> files) {
        this.files = files;
        this.held = FileDigests.of(files.get());
        this.seen = held;
    }

    /**
     * Whether they have changed since the last look.
     *
     * @throws RefusedChangeException if one of those that hold is gone
     */
    boolean hasChanged() throws RefusedChangeException {
        if (!looksDifferent()) {
            return false;
        }
        Collection<Path> gone = seen.goneSince(held);
        if (!gone.isEmpty()) {
            throw new RefusedChangeException(gone.stream().map(Path::toString).collect(Collectors.joining(", "))
                    + ": it is gone; what it said goes on to hold. To let the defaults hold leave the file there"
                    + " without entries, or restart");
        }
        return true;
    }

    /** Whether they have changed since the last look, where files may be gone. */
    boolean looksDifferent() {
        FileDigests now = FileDigests.of(files.get());
        boolean different = !now.equals(seen);
        seen = now;
        return different;
    }

    /**
     * What was seen last holds now.
     *
     * @return lets what was before hold again
     */
    Runnable taken() {
        FileDigests before = held;
        held = seen;
        return () -> held = before;
    }

    /** Whether what was seen last holds. */
    boolean isAsHeld() {
        return held.equals(seen);
    }

    /** The next look takes the files for changed. */
    void forget() {
        seen = FileDigests.NONE;
    }
}
