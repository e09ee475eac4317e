package io.mehari.deadletter;

import static io.mehari.deadletter.TestLetters.large;
import static io.mehari.deadletter.TestLetters.letter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
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
            assertThat(largest).as("100 MB were written, 8 are kept").isLessThan(40L * MEGABYTE);
            assertThat(letters.lost()).isZero();
            await().atMost(LIMIT).until(() -> database.size() < 33L * MEGABYTE);
            assertThat(letters.count())
                    .succeedsWithin(LIMIT)
                    .satisfies(kept -> assertThat(kept).isBetween(150L, 166L));
        }
    }

    @Test
    void isSmallAgainOnceItsEntriesHaveExpired() {
        DeadLetterSettings settings = settings(256);
        try (DeadLetterDatabase database = TestDatabase.in(directory);
                DeadLetters letters =
                        new DeadLetters(database, database, settings, Clock.systemUTC(), Duration.ofMillis(20))) {
            for (int round = 0; round < 20; round++) {
                store(letters, round, 50);
            }
            assertThat(database.size()).isGreaterThan(40L * MEGABYTE);
            assertThat(letters.expire()).succeedsWithin(LIMIT).isEqualTo(1000);

            await().atMost(LIMIT).until(() -> database.size() < 17L * MEGABYTE);
        }
    }

    @Test
    void isWrittenAnewWithAllEntriesWhileQueriesWait() throws IOException {
        try (DeadLetterDatabase database = TestDatabase.in(directory);
                DeadLetters letters = new DeadLetters(database, settings(8), Clock.systemUTC())) {
            store(letters, 0, 100);
            List<CompletableFuture<Long>> counts = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                counts.add(letters.count());
                await().atMost(LIMIT).until(database::rewrite);
                store(letters, 1 + i, 1);
            }
            assertThat(counts)
                    .allSatisfy(count -> assertThat(count)
                            .succeedsWithin(LIMIT)
                            .satisfies(kept -> assertThat(kept).isBetween(100L, 120L)));
            assertThat(letters.count()).succeedsWithin(LIMIT).isEqualTo(120L);
            assertThat(database.size()).isLessThan(9L * MEGABYTE);
            assertThat(Files.getPosixFilePermissions(directory.resolve("mehari.mv.db")))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        }
    }

    @Test
    void isNotWrittenAnewWhileTheCacheKeepsResultsInIt() {
        GrowingFile file = new GrowingFile();
        try (DeadLetterDatabase database = TestDatabase.in(directory)) {
            JdbcTemplate jdbc = new JdbcTemplate(database);
            jdbc.update("insert into cached_results values ('k', 's', 0, 1000, ?)", (Object) new byte[1000]);
            try (DeadLetters letters =
                    new DeadLetters(database, file, settings(8), Clock.systemUTC(), Duration.ofMillis(20))) {
                store(letters, 0, 1);
                await().atMost(LIMIT).until(() -> file.frees.get() > 3);
                assertThat(file.rewrites).hasValue(0);
                jdbc.update("delete from cached_results");
                await().atMost(LIMIT).until(() -> file.rewrites.get() > 0);
            }
        }
    }

    /** Says of itself that it is large, and larger each time. */
    private static final class GrowingFile implements DeadLetterFile {
        final AtomicInteger frees = new AtomicInteger();
        final AtomicInteger rewrites = new AtomicInteger();
        private final AtomicLong size = new AtomicLong(1000L * MEGABYTE);

        @Override
        public void reopen() {
            throw new IllegalStateException("The database is well");
        }

        @Override
        public long size() {
            return size.incrementAndGet();
        }

        @Override
        public void free() {
            frees.incrementAndGet();
        }

        @Override
        public boolean rewrite() {
            rewrites.incrementAndGet();
            return true;
        }
    }

    @Test
    void staysAsItWasWhenThereIsNoRoomToWriteItAnew() {
        FullDisk.register();
        try (DeadLetterDatabase database = DeadLetterDatabase.open(settings(8), FullDisk.SCHEME)) {
            Flyway.configure().dataSource(database).load().migrate();
            try (DeadLetters letters = new DeadLetters(database, settings(8), Clock.systemUTC())) {
                store(letters, 0, 20);
                FullDisk.fullFor(".tempFile");
                assertThatThrownBy(database::rewrite).hasStackTraceContaining("No space left on device");
                FullDisk.full(false);

                assertThat(letters.count()).succeedsWithin(LIMIT).isEqualTo(20L);
                assertThat(directory).isDirectoryNotContaining("glob:**.tempFile");
            }
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
                List.of(),
                DeadLetterReplaySettings.DEFAULTS);
    }
}
