package io.mehari.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.MovableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopiedJarsTest {
    private final MovableClock clock = new MovableClock();

    @TempDir
    Path temporary;

    private CopiedJars own;

    /** Another gateway: holds a folder until it is killed. */
    static final class Holder {
        private Holder() {}

        /** Says which folder it has. */
        public static void main(String[] args) throws IOException {
            Path folder = CopiedJars.create().folder();
            Files.writeString(folder.resolve("driver.jar"), "jar");
            System.out.println(folder);
            System.in.read();
        }
    }

    @BeforeEach
    void create() throws IOException {
        clock.advance(Duration.between(Instant.EPOCH, Instant.now()));
        own = CopiedJars.create();
    }

    @AfterEach
    void delete() {
        own.delete();
        assertThat(own.folder()).doesNotExist();
    }

    @Test
    void whatAProcessHasLeftThatWasKilledIsRemovedAndNotBefore() throws Exception {
        Process gateway = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = gateway.inputReader()) {
            Path folder = Path.of(out.readLine());
            clock.advance(Duration.ofHours(1));
            CopiedJars.deleteAbandoned(temporary, clock);
            assertThat(folder.resolve("driver.jar")).as("while it lives").exists();

            gateway.destroyForcibly().waitFor();
            CopiedJars.deleteAbandoned(temporary, clock);
            assertThat(folder).doesNotExist();
        } finally {
            gateway.destroyForcibly();
        }
    }

    @Test
    void foldersThatMayBeSomebodysStay() throws IOException {
        Path begun = Files.createDirectory(temporary.resolve("mehari.plugins-begun"));
        Files.createFile(begun.resolve("owner.lock"));
        Path without = Files.createDirectory(temporary.resolve("mehari.plugins-without"));
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        aged(elsewhere);
        Path link = Files.createSymbolicLink(temporary.resolve("mehari.plugins-link"), elsewhere);

        CopiedJars.deleteAbandoned(temporary, clock);
        assertThat(begun.resolve("owner.lock")).as("perhaps not locked yet").exists();
        assertThat(without).as("nobody says whose").exists();
        assertThat(elsewhere.resolve("owner.lock")).as("behind a link").exists();
        assertThat(link).exists();

        clock.advance(Duration.ofMinutes(2));
        CopiedJars.deleteAbandoned(temporary, clock);
        assertThat(begun).doesNotExist();
        assertThat(without).exists();
    }

    @Test
    void thoseOfThisProcessStay() throws IOException {
        Files.setLastModifiedTime(
                own.folder().resolve("owner.lock"), FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        CopiedJars.deleteAbandoned(own.folder().getParent(), clock);
        assertThat(own.folder()).exists();
    }

    private static void aged(Path folder) throws IOException {
        Path lock = Files.createFile(folder.resolve("owner.lock"));
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }
}
