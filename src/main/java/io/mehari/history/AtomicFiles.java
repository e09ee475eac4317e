package io.mehari.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files so that there is a whole one under the name whenever the process ends: beside it, to the disk, and then
 * into place in one step (POSIX {@code rename}).
 *
 * @param steps is told of each step
 */
record AtomicFiles(Steps steps) {
    private static final Set<PosixFilePermission> OWN_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWN_FOLDER = PosixFilePermissions.fromString("rwx------");

    /**
     * Makes a folder that only its owner may read.
     *
     * @throws IOException if it cannot be made, or cannot be closed to others where the file system knows owners
     */
    void ownFolder(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, own(parent, OWN_FOLDER));
        } else if (isPosix(folder)) {
            Files.setPosixFilePermissions(folder, OWN_FOLDER);
        }
    }

    /** Writes a file that only its owner may read. */
    void writeOwn(Path file, byte[] content) throws IOException {
        write(file, content, own(file.getParent(), OWN_FILE));
    }

    /** Writes a file that may be read by whoever could read the one before; its folder is made. */
    void replace(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        write(file, content, new FileAttribute<?>[0]);
    }

    /** Removes a file, if it is there. */
    void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            syncFolder(file.getParent());
            steps.reached("deleted " + file.getFileName());
        }
    }

    /** Where a file is written before it takes its place; watchers take such names for temporary. */
    static Path temporary(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".mehari.tmp");
    }

    private void write(Path file, byte[] content, FileAttribute<?>... attributes) throws IOException {
        Path temporary = temporary(file);
        Files.deleteIfExists(temporary); // of a process that was killed
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(temporary, options, attributes)) {
            int half = content.length / 2;
            writeAll(channel, ByteBuffer.wrap(content, 0, half));
            steps.reached("half written " + file.getFileName());
            writeAll(channel, ByteBuffer.wrap(content, half, content.length - half));
            channel.force(true);
        }
        if (attributes.length == 0 && Files.exists(file) && isPosix(file)) {
            Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(file));
        }
        steps.reached("written beside " + file.getFileName());
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(file.getParent());
        steps.reached("in place " + file.getFileName());
    }

    private static void writeAll(FileChannel channel, ByteBuffer content) throws IOException {
        while (content.hasRemaining()) {
            channel.write(content);
        }
    }

    /** The new name is on the disk too; some systems do not open folders. */
    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }

    private static FileAttribute<?>[] own(Path folder, Set<PosixFilePermission> permissions) {
        return isPosix(folder)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
