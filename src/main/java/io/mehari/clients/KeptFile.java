package io.mehari.clients;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/**
 * A file of somebody else that is changed: what it was stays beside it, and nobody ever reads half of it. A new one may be read by
 * its owner alone, since such files hold secrets.
 */
public final class KeptFile {
    private static final int LARGEST = 16 << 20;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final Clock clock;

    /**
     * A file that is there, or will be.
     *
     * @param file may be a link, whose target is changed then
     * @param clock for the name of the copy
     */
    public KeptFile(Path file, Clock clock) {
        this.file = file.toAbsolutePath();
        this.clock = clock;
    }

    /**
     * Its text.
     *
     * @return empty if there is no such file
     * @throws IOException if it is too large, is not UTF-8, or cannot be read
     */
    public String text() throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " is over 16 MB");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8: save it in that encoding", e);
        }
    }

    /**
     * Replaces its text.
     *
     * @param text the new one
     * @return the copy of what it was; empty if it is new
     * @throws IOException if it cannot be written; it is as it was then
     */
    public Optional<Path> replace(String text) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file;
        Files.createDirectories(target.getParent());
        Optional<Path> copy = Files.exists(target) ? Optional.of(copy(target)) : Optional.empty();
        Path part = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".part");
        try {
            Files.writeString(part, text);
            permit(part, copy);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return copy;
    }

    private Path copy(Path target) throws IOException {
        String name = target.getFileName() + ".bak-" + TIME.format(clock.instant());
        Path copy = target.resolveSibling(name);
        for (int i = 2; Files.exists(copy); i++) {
            copy = target.resolveSibling(name + "-" + i);
        }
        return Files.copy(target, copy, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void permit(Path part, Optional<Path> like) throws IOException {
        if (Files.getFileStore(part).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(part, like.isPresent() ? Files.getPosixFilePermissions(like.get()) : OWNER);
        }
    }
}
