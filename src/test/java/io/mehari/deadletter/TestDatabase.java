package io.mehari.deadletter;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.springframework.util.unit.DataSize;

/** The embedded database as the gateway has it, without Spring. */
final class TestDatabase {
    private TestDatabase() {}

    static DeadLetterDatabase in(Path directory) {
        DeadLetterDatabase database = DeadLetterDatabase.open(settings(directory));
        Flyway.configure().dataSource(database).load().migrate();
        return database;
    }

    static DeadLetterSettings settings(Path directory) {
        return settings(directory, 1000, 100);
    }

    static DeadLetterSettings settings(Path directory, int queue, int batch) {
        return settings(directory, queue, batch, 256);
    }

    static DeadLetterSettings settings(Path directory, int queue, int batch, int megabytes) {
        return new DeadLetterSettings(
                directory.toString(),
                Duration.ofDays(30),
                100_000,
                DataSize.ofMegabytes(megabytes),
                queue,
                batch,
                List.of(),
                DeadLetterReplaySettings.DEFAULTS);
    }
}
