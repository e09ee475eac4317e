package io.mehari.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.text.StartFailureException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterDatabaseIT {
    @TempDir
    Path directory;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void namesTheOtherGatewayThatUsesTheDirectory() throws Exception {
        try (ChildProcess other = ChildProcess.storingIn(directory, StoringProcess.Manner.PLAINLY)) {
            assertThat(other.nextId()).startsWith("letter-");

            assertThatThrownBy(() -> DeadLetterDatabase.open(TestDatabase.settings(directory)))
                    .isInstanceOfSatisfying(StartFailureException.class, failure -> {
                        assertThat(failure.description()).isEqualTo("Another Mehari is using " + directory);
                        assertThat(failure.remedy()).isEqualTo("Stop it, or set mehari.dead-letters.directory.");
                    });
        }
        try (DeadLetterDatabase database = TestDatabase.in(directory)) {
            assertThat(new DeadLetterTable(database).count()).isPositive();
        }
    }
}
