package io.mehari.reload;

import io.mehari.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that are read at the start only. Says of each that has changed that it waits for a restart. */
final class RestartFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RestartFiles.class);

    /** Of a folder of configuration files. */
    static final List<String> NAMES = List.of(
            "application.yaml",
            "application.yml",
            "application.properties",
            "error-patterns.yaml",
            "error-knowledge.yaml");

    private static final int LARGEST = 5 << 20;

    private final List<Path> files;
    private final Map<Path, String> atStart;
    private volatile List<Path> waiting = List.of();

    /**
     * Remembers the files as they are.
     *
     * @param folder need not exist
     */
    RestartFiles(Path folder) {
        files = NAMES.stream().map(folder::resolve).toList();
        atStart = digests();
    }

    /** Finds out which files are other than at the start, and logs those that were not a moment ago. */
    void look() {
        Map<Path, String> now = digests();
        List<Path> others = files.stream()
                .filter(file -> !now.get(file).equals(atStart.get(file)))
                .toList();
        others.stream()
                .filter(file -> !waiting.contains(file))
                .forEach(file -> LOG.warn("{}: its change takes effect with a restart", file));
        waiting = others;
    }

    /** Files whose change waits. */
    List<Path> waiting() {
        return waiting;
    }

    private Map<Path, String> digests() {
        return files.stream()
                .collect(Collectors.toMap(Function.identity(), RestartFiles::digest, (a, b) -> a, TreeMap::new));
    }

    private static String digest(Path file) {
        try (var stream = Files.newInputStream(file)) {
            return new java.math.BigInteger(1, Sha256.newDigest().digest(stream.readNBytes(LARGEST))).toString(16);
        } catch (IOException e) {
            return "";
        }
    }
}
