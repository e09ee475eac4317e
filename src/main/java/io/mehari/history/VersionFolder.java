package io.mehari.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Versions as files: contents in {@code contents/}, named by their SHA-256, records in {@code versions/}. */
final class VersionFolder {
    private static final Logger LOG = LoggerFactory.getLogger(VersionFolder.class);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final Path contents;
    private final Path versions;
    private final AtomicFiles files;

    VersionFolder(Path folder, Steps steps) {
        this.folder = folder;
        this.contents = folder.resolve("contents");
        this.versions = folder.resolve("versions");
        this.files = new AtomicFiles(steps);
    }

    /** Contents first: the version is there when its record is. */
    void write(KeptVersion version, FileSet set) throws IOException {
        for (Path path : List.of(folder, contents, versions)) {
            files.ownFolder(path);
        }
        for (byte[] content : set.files().values()) {
            Path file = contents.resolve(FileSet.digest(content));
            if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
                files.writeOwn(file, content);
            }
        }
        files.writeOwn(record(version), VersionJson.write(version));
    }

    /** Whose folder it is; that is said once. */
    synchronized String identity() throws IOException {
        Path file = folder.resolve("gateway");
        String known = Files.exists(file) ? Files.readString(file).strip() : "";
        if (known.matches("[0-9a-f]{16}")) {
            return known;
        }
        files.ownFolder(folder);
        String made = HexFormat.of().toHexDigits(RANDOM.nextLong());
        files.writeOwn(file, made.getBytes(StandardCharsets.US_ASCII));
        return made;
    }

    void delete(KeptVersion version) throws IOException {
        files.delete(record(version));
    }

    /** Removes contents of which no version is left. */
    void deleteAllBut(Set<String> digests) throws IOException {
        for (Path file : list(contents)) {
            if (!digests.contains(file.getFileName().toString())) {
                files.delete(file);
            }
        }
    }

    /** Newest first; what cannot be read is passed over. */
    List<KeptVersion> read() {
        List<KeptVersion> found = new ArrayList<>();
        for (Path file : list(versions)) {
            if (file.toString().endsWith(".json")) {
                try {
                    found.add(VersionJson.read(Files.readAllBytes(file)));
                } catch (IOException e) {
                    LOG.warn("{} is passed over: {}", file, e.getMessage());
                }
            }
        }
        found.sort(Comparator.comparingInt(KeptVersion::number).reversed());
        return List.copyOf(found);
    }

    FileSet files(KeptVersion version) throws IOException {
        SortedMap<String, byte[]> found = new TreeMap<>();
        for (var file : version.files().entrySet()) {
            byte[] content = Files.readAllBytes(contents.resolve(file.getValue()));
            if (!FileSet.digest(content).equals(file.getValue())) {
                throw new IOException("the kept content of " + file.getKey() + " is damaged");
            }
            found.put(file.getKey(), content);
        }
        return new FileSet(found);
    }

    private Path record(KeptVersion version) {
        return versions.resolve("%09d.json".formatted(version.number()));
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> found = Files.list(folder)) {
            return found.sorted().toList();
        } catch (IOException e) {
            return List.of(); // nothing has been kept yet
        }
    }
}
