package io.mehari.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot change while the gateway runs says so. */
class RestartFilesTest {
    @TempDir
    Path directory;

    @Test
    void aFileThatIsOtherThanAtTheStartWaits() throws Exception {
        Path file = Files.writeString(directory.resolve("application.yaml"), "a: 1");
        RestartFiles restart = new RestartFiles(directory);
        restart.look();
        assertThat(restart.waiting()).isEmpty();
        Files.writeString(file, "a: 2");
        Path patterns = Files.writeString(directory.resolve("error-patterns.yaml"), "[]");
        restart.look();
        assertThat(restart.waiting()).containsExactly(file, patterns);
        Files.writeString(file, "a: 1");
        Files.delete(patterns);
        restart.look();
        assertThat(restart.waiting()).isEmpty();
    }
}
