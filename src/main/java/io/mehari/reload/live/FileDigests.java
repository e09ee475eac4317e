package io.mehari.reload.live;

import io.mehari.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What files contain, in short: two that are equal mean that nothing has changed.
 *
 * @param byPath SHA-256 by file; files that are not there are missing
 */
record FileDigests(Map<Path, String> byPath) {
    /** What is read of a file; no reader takes a larger one. */
    private static final int LARGEST = 5 << 20;

    /** Nothing has been looked at. */
    static final FileDigests NONE = new FileDigests(Map.of());

    /** Looks at files. */
    static FileDigests of(Collection<Path> files) {
        Map<Path, String> digests = new TreeMap<>();
        for (Path file : files) {
            try (var stream = Files.newInputStream(file)) {
                digests.put(file, HexFormat.of().formatHex(Sha256.newDigest().digest(stream.readNBytes(LARGEST))));
            } catch (NoSuchFileException e) {
                continue;
            } catch (IOException e) {
                digests.put(file, e.toString()); // it is there, and its reader says why it cannot be read
            }
        }
        return new FileDigests(Map.copyOf(digests));
    }

    /** Those that are missing now and were there then: gone by accident, more often than not. */
    Collection<Path> goneSince(FileDigests before) {
        return before.byPath.keySet().stream()
                .filter(file -> !byPath.containsKey(file))
                .sorted()
                .toList();
    }
}
