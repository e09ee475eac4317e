package io.mehari.deadletter;

import static io.mehari.deadletter.TestLetters.large;
import static io.mehari.deadletter.TestLetters.letter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The file of the dead letters under a flood, and on a disk that was full. */
class DeadLetterFileTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    Path directory;

    @AfterEach
    void makeRoom() {
        FullDisk.full(false);
    }

    @Test
    void staysNearItsBoundWhateverIsWrittenAndGivesSpaceBack() {
        DeadLetterSettings settings = settings(8);
        try (DeadLetterDatabase database = TestDatabase.in(directory);
                DeadLetters letters =
                        new DeadLetters(database, database, settings, Clock.systemUTC(), Duration.ofMillis(20))) {
            long largest = 0;
            for (int round = 0; round < 40; round++) {
                store(letters, round, 50);
                largest = Math.max(largest, database.size());
            }
            assertThat(largest).as("100 MB were written, 8 are kept").isLessThan(64L * MEGABYTE);
            assertThat(letters.lost()).isZero();
            await().atMost(LIMIT).until(() -> database.size() < 33L * MEGABYTE);
            assertThat(letters.count())
                    .succeedsWithin(LIMIT)
                    .satisfies(kept -> assertThat(kept).isBetween(150L, 166L));
        }
    }

    @Test
    void isUsedAgainWithoutARestartOnceThereIsRoom() {
        FullDisk.register();
        DeadLetterSettings settings = settings(8);
        try (DeadLetterDatabase database = DeadLetterDatabase.open(settings, FullDisk.SCHEME)) {
            Flyway.configure().dataSource(database).load().migrate();
            try (DeadLetters letters =
                    new DeadLetters(database, database, settings, Clock.systemUTC(), Duration.ofMillis(20))) {
                assertThat(letters.store(letter("1"))).succeedsWithin(LIMIT);
                FullDisk.full(true);
                assertThat(letters.store(letter("2"))).failsWithin(LIMIT);
                assertThat(letters.store(letter("3"))).failsWithin(LIMIT);
                assertThat(letters.problem()).isPresent();

                FullDisk.full(false);
                await().atMost(LIMIT).until(() -> letters.problem().isEmpty());
                assertThat(letters.store(letter("4"))).succeedsWithin(LIMIT);
                assertThat(letters.count()).succeedsWithin(LIMIT).isEqualTo(2L);
            }
        }
    }

    private static void store(DeadLetters letters, int round, int many) {
        CompletableFuture<?>[] stored = IntStream.range(0, many)
                .mapToObj(i -> letters.store(large("%04d-%04d".formatted(round, i), 50_000)))
                .toArray(CompletableFuture[]::new);
        assertThat(CompletableFuture.allOf(stored)).succeedsWithin(LIMIT);
    }

    private DeadLetterSettings settings(int megabytes) {
        return new DeadLetterSettings(
                directory.toString(),
                Duration.ofDays(30),
                100_000,
                DataSize.ofMegabytes(megabytes),
                1000,
                100,
                List.of());
    }
}
