package io.mehari.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files in their places as they are now.
 *
 * @param set those that can be kept
 * @param problems a sentence for each that cannot: too large, not readable
 */
public record FilesOnDisk(FileSet set, List<String> problems) {
    /** Largest file that is kept; readers of files refuse larger ones anyway. */
    static final int LARGEST = 5 << 20;

    /** Most bytes of all files together. */
    static final int MOST_BYTES = 64 << 20;

    /** Most files of a folder. */
    static final int MOST_FILES = 5_000;

    private static final int ROUTES_DEPTH = 2;

    /**
     * Reads all of them.
     *
     * @param places where they are
     * @return never fails: what cannot be read is a problem
     */
    public static FilesOnDisk in(Places places) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        List<String> names = new ArrayList<>(names(places.routes(), Places.ROUTES, ROUTES_DEPTH));
        names.addAll(names(places.config(), Places.CONFIG, 1));
        if (Files.isRegularFile(places.servers()) && !names.contains(places.serversName())) {
            names.add(places.serversName());
        }
        places.secret().forEach(file -> addDigest(file, files));
        long left = MOST_BYTES;
        for (String name : names) {
            if (places.isKept(name)) {
                try {
                    byte[] content = read(places.path(name), left);
                    files.put(name, content);
                    left -= content.length;
                } catch (IOException e) {
                    problems.add(name + ": " + e.getMessage());
                }
            }
        }
        return new FilesOnDisk(new FileSet(files), List.copyOf(problems));
    }

    /** A change of keys is seen in the history, and none comes back from there. */
    private static void addDigest(Path file, SortedMap<String, byte[]> files) {
        if (Files.isRegularFile(file)) {
            try {
                String digest = FileSet.digest(read(file, MOST_BYTES));
                files.put(
                        Places.KEYS + "/" + file.getFileName(),
                        ("sha256 " + digest + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return; // whoever reads the keys says so
            }
        }
    }

    private static List<String> names(Path folder, String root, int depth) {
        try (Stream<Path> found = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
            return found.filter(Files::isRegularFile)
                    .limit(MOST_FILES)
                    .map(file -> root + "/" + folder.relativize(file).toString().replace('\\', '/'))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // not there, or gone while it was looked at
        }
    }

    private static byte[] read(Path file, long left) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] content = stream.readNBytes(LARGEST + 1);
            if (content.length > LARGEST || content.length > left) {
                throw new IOException(
                        content.length > LARGEST ? "it is over 5 MiB" : "with it all files are over 64 MiB together");
            }
            return content;
        } catch (java.nio.file.AccessDeniedException e) {
            throw new IOException("it cannot be read: permission denied", e);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new IOException("it has just been removed", e);
        }
    }
}
