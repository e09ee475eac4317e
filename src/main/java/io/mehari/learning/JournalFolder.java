package io.mehari.learning;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a journal, for the gateway's own user only: its files, and one that says whose they are.
 *
 * @param path where it is
 */
record JournalFolder(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(JournalFolder.class);
    private static final String IDENTITY = "node";
    private static final int MOST_FILES = 1000;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A name that nobody else has. */
    static String newId() {
        return HexFormat.of().toHexDigits(RANDOM.nextLong());
    }

    /**
     * Makes the folder if it is not there.
     *
     * @throws IOException if it cannot be made
     */
    void make() throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        Path parent = path.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        if (parent.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(path);
        }
    }

    /**
     * Whose folder it is.
     *
     * @return empty if that was never written, or is not readable
     * @throws IOException if the file cannot be read
     */
    Optional<Origin> identity() throws IOException {
        Path file = path.resolve(IDENTITY);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String[] words = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .strip()
                .split(" ");
        try {
            return Optional.of(new Origin(words[0], words.length == 2 ? words[1] : ""));
        } catch (IllegalArgumentException e) {
            LOG.warn("{} says nothing about whose journal this is; another one begins", file);
            return Optional.empty();
        }
    }

    /**
     * Writes down whose folder it is; there is a whole file at any time.
     *
     * @throws IOException if it cannot be written
     */
    void identify(Origin origin) throws IOException {
        Path beside = path.resolve(IDENTITY + ".tmp");
        Files.writeString(beside, origin.node() + " " + origin.epoch() + "\n");
        Files.move(beside, path.resolve(IDENTITY), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * The files of journals, in the order of their names. Others are passed over and stay.
     *
     * @throws IOException if the folder cannot be read
     */
    List<JournalFile> files() throws IOException {
        List<Path> named;
        try (Stream<Path> all = Files.list(path)) {
            named = all.filter(JournalFile::isNamedSo)
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        }
        List<JournalFile> files = new ArrayList<>();
        for (Path file : named) {
            if (Files.isRegularFile(file) && Files.size(file) <= JournalFile.HEADER_BYTES) {
                Files.deleteIfExists(file); // its process ended before it had written a record
                continue;
            }
            Optional<JournalFile> found = Files.isRegularFile(file) ? JournalFile.inspect(file) : Optional.empty();
            found.ifPresent(files::add);
            if (found.isEmpty()) {
                LOG.warn("{} is not a file of the learning journal, whatever it is called, and is passed over", file);
            }
        }
        return files;
    }
}
