package io.mehari.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The servers that were added by requests, on disk: in the form of the file of servers, for its owner alone, since headers
 * hold secrets. Replaced as a whole. Used by one thread at a time.
 */
final class AddedServersFile {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final String LIST = "mcpServers";

    private final Path path;

    AddedServersFile(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    Path path() {
        return path;
    }

    /**
     * Entries by name; none if the file is not there.
     *
     * @throws IOException if it cannot be read, or is not what was written
     */
    ObjectNode read() throws IOException {
        try {
            JsonNode tree = Json.read(Files.readAllBytes(path));
            if (tree.path(LIST) instanceof ObjectNode entries) {
                return entries;
            }
            throw new IOException("there is no object mcpServers in it");
        } catch (NoSuchFileException e) {
            return Json.object();
        }
    }

    /**
     * Replaces the file.
     *
     * @throws IOException if it cannot be written; the file is as it was then
     */
    void write(ObjectNode entries) throws IOException {
        ObjectNode file = Json.object();
        file.set(LIST, entries);
        Files.createDirectories(path.getParent());
        Path next = Files.createTempFile(path.getParent(), path.getFileName().toString(), ".tmp", forOwner());
        try {
            Files.writeString(next, file.toPrettyString() + System.lineSeparator());
            move(next);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private void move(Path next) throws IOException {
        try {
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(next, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private FileAttribute<?>[] forOwner() throws IOException {
        boolean posix = Files.getFileStore(path.getParent()).supportsFileAttributeView("posix");
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)} : new FileAttribute<?>[0];
    }
}
