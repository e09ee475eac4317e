package io.mehari.deadletter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreTool;

/**
 * A file of H2's that is closed, written anew with nothing but what is in use. The new file takes the place of the old
 * one by one atomic step once it is on the disk, so that there is one whole file whenever the process ends.
 */
final class RewrittenFile {
    /** H2 removes a file with this ending, which a killed process has left, when it opens the one beside it. */
    private static final String UNFINISHED = ".tempFile";

    private RewrittenFile() {}

    /**
     * Replaces a file.
     *
     * @param file of a database that nobody has open
     * @param scheme of H2's file system, such as {@code nioMapped:}; empty for the usual one
     * @throws RuntimeException if that fails, for example on a full disk; the file is then as it was
     */
    static void replace(Path file, String scheme) {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            Files.deleteIfExists(unfinished);
            OwnFiles.create(unfinished);
            try (MVStore source = open(scheme + file, true);
                    MVStore target = open(scheme + unfinished, false)) {
                MVStoreTool.compact(source, target);
                target.sync();
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            unfinished.toFile().delete();
        }
    }

    private static MVStore open(String name, boolean readOnly) {
        MVStore.Builder builder = new MVStore.Builder().fileName(name);
        return readOnly
                ? builder.readOnly().open()
                : builder.autoCommitDisabled().open();
    }
}
