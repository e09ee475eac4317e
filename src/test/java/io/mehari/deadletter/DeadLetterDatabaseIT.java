package io.mehari.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.text.StartFailureException;
import java.nio.file.Path;
import java.util.List;
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
            assertThat(new DeadLetterTable(database, false).count()).isPositive();
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void theFileIsOpenedWithoutADriverOfAnotherDatabase() throws Exception {
        Process opening = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpeningProcess.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        List<String> lines = opening.inputReader().lines().toList();
        assertThat(opening.waitFor()).isZero();
        assertThat(lines)
                .anyMatch(line -> line.contains("org.h2.jdbcx.JdbcDataSource"))
                .contains("letters: 0")
                .noneMatch(line -> line.contains("org.postgresql") || line.contains("org.flywaydb"));
    }
}
