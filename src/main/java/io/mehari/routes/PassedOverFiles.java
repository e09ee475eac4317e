package io.mehari.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files in the folder of route files that look as if they were meant to be read, and are not. */
final class PassedOverFiles {
    /** Files that are looked at, and folders below the first. */
    private static final int MOST = 1_000;

    private static final int DEEPEST = 3;

    /** Backups, notes, and what route files refer to. */
    private static final Pattern MEANT = Pattern.compile(
            "(?i).*(?:~|#|\\.(?:bak|orig|old|swp|tmp|rej|md|txt|json|xsl|xslt|xsd|properties|jq|gitkeep))|README.*");

    private final Path directory;
    private final List<String> known;
    private final List<String> warnings = new ArrayList<>();

    private PassedOverFiles(Path directory, List<String> known) {
        this.directory = directory;
        this.known = known;
    }

    /**
     * What is passed over.
     *
     * @param directory the folder of route files
     * @param known folders in it that are read
     * @return a sentence for each file, with what to do; none where the folder cannot be read
     */
    static List<String> in(Path directory, List<String> known) {
        PassedOverFiles files = new PassedOverFiles(directory, known);
        try (Stream<Path> all = Files.walk(directory, DEEPEST)) {
            all.skip(1)
                    .limit(MOST)
                    .filter(file -> !isHidden(directory, file))
                    .sorted()
                    .forEach(files::look);
        } catch (IOException | java.io.UncheckedIOException e) {
            return files.warnings;
        }
        return files.warnings;
    }

    private static boolean isHidden(Path directory, Path file) {
        for (Path part : directory.relativize(file)) {
            if (part.toString().startsWith(".") || part.toString().startsWith("#")) {
                return true;
            }
        }
        return false;
    }

    private void look(Path file) {
        Path relative = directory.relativize(file);
        String name = relative.toString();
        String folder = relative.getName(0).toString();
        if (Files.isDirectory(file)
                || folder.equals(RouteFiles.EXAMPLES)
                || MEANT.matcher(file.getFileName().toString()).matches()) {
            return;
        }
        if (!Files.exists(file)) {
            warnings.add(name + " is passed over: the link points to nothing");
        } else if (relative.getNameCount() == 1) {
            warnings.add(name + " is passed over: move it into one of the folders " + String.join(", ", known));
        } else if (!known.contains(folder)) {
            warnings.add(name + " is passed over: there is no folder " + folder + ", only " + String.join(", ", known));
        } else if (relative.getNameCount() > 2) {
            warnings.add(name + " is passed over: folders inside " + folder + " are not read");
        } else if (name.endsWith(".java")) {
            warnings.add(name + " is passed over: Java routes belong into a jar in plugins/");
        } else if (!name.endsWith(".yaml") && !name.endsWith(RouteFile.XML)) {
            warnings.add(name + " is passed over: only names that end with .yaml or " + RouteFile.XML + " are read");
        }
    }
}
