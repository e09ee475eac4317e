package io.mehari.deadletter;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** Keeps the database to the user whom the gateway runs as: it holds arguments of callers. Does nothing on Windows. */
final class OwnFiles {
    private static final String OWN_DIRECTORY = "rwx------";
    private static final String OWN_FILE = "rw-------";
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnFiles() {}

    /**
     * Makes the directory (0700) and the file (0600) before the database does, which would let others read them. What
     * is there already is closed to others, too: the file always, the directory only if nothing but the database is in
     * it.
     *
     * @throws IOException if one of them cannot be made
     */
    static void prepare(Path directory, Path file) throws IOException {
        if (!POSIX) {
            return;
        }
        if (Files.notExists(directory)) {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWN_DIRECTORY)));
        } else if (Files.isDirectory(directory) && holdsOnly(directory, file)) {
            close(directory, OWN_DIRECTORY);
        }
        try {
            create(file);
        } catch (FileAlreadyExistsException e) {
            close(file, OWN_FILE);
        }
    }

    /**
     * Makes an empty file (0600).
     *
     * @throws FileAlreadyExistsException if it is there
     * @throws IOException if it cannot be made
     */
    static void create(Path file) throws IOException {
        if (POSIX) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWN_FILE)));
        }
    }

    private static boolean holdsOnly(Path directory, Path file) throws IOException {
        String database = file.getFileName().toString().replaceFirst("\\..*", ".");
        try (Stream<Path> content = Files.list(directory)) {
            return content.limit(100)
                    .allMatch(entry -> entry.getFileName().toString().startsWith(database));
        }
    }

    /** A file of somebody else's stays as it is: whether it can be used is for the database to find out. */
    private static void close(Path path, String permissions) throws IOException {
        if (!path.getFileSystem().isReadOnly()
                && Files.isWritable(path)
                && Files.getOwner(path).getName().equals(System.getProperty("user.name"))) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }
}
