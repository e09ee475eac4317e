package io.mehari.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files whose changes take effect, as they look from outside: two looks that are equal mean that nobody writes any more.
 * Reads no content. Immutable.
 *
 * @param trees folders with all that is in them, to a small depth
 * @param folders folders of which only the files count
 * @param files single files, wherever they are
 */
record WatchedFiles(List<Path> trees, List<Path> folders, List<Path> files) {
    /** Files that are looked at in a folder; the rest changes unnoticed. */
    private static final int MOST = 5_000;

    private static final int DEEPEST = 3;

    /** What editors leave behind for a moment, and the folders behind the links of a ConfigMap. */
    private static final Pattern TEMPORARY = Pattern.compile(
            "\\.\\..*|.*~|.*\\.(?:sw[a-z]|tmp|temp|part)|\\.#.*|#.*#|4913|\\.goutputstream-.*|.*___jb_(?:tmp|old)___");

    /**
     * What all files look like now.
     *
     * @return by path; files that cannot be looked at are missing
     */
    Map<Path, Stamp> look() {
        Map<Path, Stamp> found = new TreeMap<>();
        trees.forEach(tree -> addAll(tree, DEEPEST, found));
        folders.forEach(folder -> addAll(folder, 1, found));
        files.forEach(file -> add(file, found));
        return found;
    }

    private static void addAll(Path folder, int depth, Map<Path, Stamp> found) {
        try (Stream<Path> all = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
            all.skip(1).filter(file -> !isTemporary(file)).limit(MOST).forEach(file -> add(file, found));
        } catch (IOException | UncheckedIOException e) {
            return; // gone while it was looked at: the next look sees it
        }
    }

    private static boolean isTemporary(Path file) {
        return TEMPORARY.matcher(file.getFileName().toString()).matches();
    }

    private static void add(Path file, Map<Path, Stamp> found) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            found.put(
                    file,
                    attributes.isDirectory()
                            ? Stamp.FOLDER
                            : new Stamp(
                                    attributes.lastModifiedTime().toMillis(),
                                    attributes.size(),
                                    attributes.fileKey() + (Files.isReadable(file) ? "" : " unreadable")));
        } catch (IOException e) {
            return; // not there, or not for us
        }
    }

    /**
     * What a file looks like.
     *
     * @param modified milliseconds since 1970
     * @param size in bytes
     * @param key tells a file from another one of the same name, where the file system can, and whether it can be read
     */
    record Stamp(long modified, long size, String key) {
        static final Stamp FOLDER = new Stamp(0, 0, "folder");
    }
}
