package io.mehari.routes.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Route files with mistakes in {@code src/test/resources/route-mistakes}, and beside each the lines it must lead to. */
public final class RouteMistakeFiles {
    private static final Path FOLDER = Path.of("src/test/resources/route-mistakes");
    private static final String ENDING = ".camel.yaml";

    private RouteMistakeFiles() {}

    /** Names without their ending, in order. */
    public static Stream<String> names() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] content(String name) throws IOException {
        return Files.readAllBytes(FOLDER.resolve(name + ENDING));
    }

    /** {@code severity rule line:column text}. */
    public static List<String> expected(String name) throws IOException {
        return Files.readAllLines(FOLDER.resolve(name + ".txt"));
    }

    /** The shipped files. */
    static List<SourceFile> shipped() throws IOException {
        List<SourceFile> files = new ArrayList<>();
        Path root = Path.of("routes");
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                String name = root.relativize(file).toString();
                boolean fixed = name.startsWith("endpoint/") || name.startsWith("maintenance/");
                files.add(new SourceFile(name, Files.readAllBytes(file), fixed));
            }
        }
        return files;
    }
}
