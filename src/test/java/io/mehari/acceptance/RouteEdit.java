package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of the shipped route files that a test edits as a user would. */
final class RouteEdit {
    private final Path directory;

    private RouteEdit(Path directory) {
        this.directory = directory;
    }

    /** Copies the shipped files to a new folder below this one. */
    static RouteEdit copyTo(Path parent) {
        Path target = parent.resolve("routes");
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(Path.of("routes").relativize(file)));
            }
            return new RouteEdit(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    /** Replaces text that must be there. */
    RouteEdit replace(String file, String text, String by) {
        String before = read(file);
        assertThat(before).contains(text);
        return write(file, before.replace(text, by));
    }

    RouteEdit write(String file, String content) {
        try {
            Files.writeString(directory.resolve(file), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
