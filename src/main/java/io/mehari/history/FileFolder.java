package io.mehari.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A folder below that of the kept versions, with a whole set of files in it, to be looked at by what reads folders. */
public final class FileFolder {
    private FileFolder() {}

    /**
     * Fills a folder, which only its owner may read; what was in it goes.
     *
     * @param history folder of the kept versions
     * @param name of the folder in it
     * @param set the files
     * @return the folder: {@code routes/} and {@code config/} are below it
     * @throws IOException if it cannot be written
     */
    public static Path fill(Path history, String name, FileSet set) throws IOException {
        new AtomicFiles(Steps.UNWATCHED).ownFolder(history);
        Path folder = history.resolve(name).toAbsolutePath();
        empty(folder);
        new AtomicFiles(Steps.UNWATCHED).ownFolder(folder);
        for (Map.Entry<String, byte[]> file : set.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return folder;
    }

    /**
     * Removes a folder with all that is in it.
     *
     * @param folder need not exist
     * @throws IOException if something cannot be removed
     */
    public static void empty(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
