package io.mehari.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.text.StartFailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of kept versions is one gateway's at a time; another process is in ChangesIT. */
class HistoryLockTest {
    @TempDir
    Path directory;

    @Test
    void anotherGatewayIsRefusedAndSaysWhichOneHasTheFolder() {
        Path history = directory.resolve("data/history");
        try (HistoryLock first = HistoryLock.take(history)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> HistoryLock.take(history))
                    .isInstanceOfSatisfying(StartFailureException.class, failure -> {
                        assertThat(failure.description())
                                .isEqualTo("Another Mehari (process "
                                        + ProcessHandle.current().pid() + ") keeps the versions of its files in "
                                        + history);
                        assertThat(failure.remedy()).contains("mehari.history.directory");
                    });
        }
        try (HistoryLock next = HistoryLock.take(history)) {
            assertThat(next).as("after its end").isNotNull();
        }
    }

    @Test
    void whereTheFolderCannotBeMadeNothingIsLocked() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "no folder");
        try (HistoryLock lock = HistoryLock.take(file.resolve("history"))) {
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void versionsAreKeptBesideTheLock() throws Exception {
        try (HistoryLock lock = HistoryLock.take(directory)) {
            assertThat(lock).isNotNull();
            assertThat(new VersionStore(directory, 3).all()).isEmpty();
        }
    }
}
