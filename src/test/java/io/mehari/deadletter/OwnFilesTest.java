package io.mehari.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFilesTest {
    @TempDir
    Path parent;

    @Test
    void newDirectoriesAndDatabasesAreTheOwnersOnly() throws Exception {
        Path directory = parent.resolve("a/data");
        TestDatabase.in(directory).close();
        assertThat(mode(directory)).isEqualTo("rwx------");
        assertThat(mode(directory.resolve("mehari.mv.db"))).isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void databasesOfEarlierVersionsAreClosedToOthers() throws Exception {
        Path directory = parent.resolve("data");
        TestDatabase.in(directory).close();
        open(directory, "rwxr-xr-x");
        open(directory.resolve("mehari.mv.db"), "rw-r--r--");
        TestDatabase.in(directory).close();
        assertThat(mode(directory)).isEqualTo("rwx------");
        assertThat(mode(directory.resolve("mehari.mv.db"))).isEqualTo("rw-------");
    }

    @Test
    void aDirectoryThatHoldsOtherThingsStaysAsItIs() throws Exception {
        Path directory = Files.createDirectory(parent.resolve("shared"));
        Files.writeString(directory.resolve("other.txt"), "of somebody else");
        open(directory, "rwxr-xr-x");
        TestDatabase.in(directory).close();
        assertThat(mode(directory)).isEqualTo("rwxr-xr-x");
        assertThat(mode(directory.resolve("mehari.mv.db"))).isEqualTo("rw-------");
    }

    private static void open(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
