package io.mehari.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
