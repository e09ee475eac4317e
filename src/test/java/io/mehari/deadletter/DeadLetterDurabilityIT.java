package io.mehari.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.deadletter.StoringProcess.Manner;
import io.mehari.support.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

class DeadLetterDurabilityIT {
    private static final int BEFORE_THE_KILL = 2000;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long LARGEST_FILE = 40L << 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("kills")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void keepsEveryLetterItSaidItKeptWhenTheProcessIsKilled(int kill) throws Exception {
        List<String> said = storedUntilKilled(Manner.PLAINLY, BEFORE_THE_KILL);

        assertThat(said).hasSizeGreaterThanOrEqualTo(BEFORE_THE_KILL);
        assertThat(kept()).as("after kill %s", kill).containsAll(said);
    }

    @ParameterizedTest
    @MethodSource("kills")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void keepsTheNewestLettersWhenTheProcessIsKilledInAFlood(int kill) throws Exception {
        List<String> said = storedUntilKilled(Manner.FLOODING, 1500 + 37 * kill);

        assertThat(said.size() * StoringProcess.LARGE)
                .as("written, most of it into room that was used before")
                .isGreaterThan(LARGEST_FILE);
        assertThat(Files.size(directory.resolve("mehari.mv.db"))).isBetween(StoringProcess.FLOOD_BOUND, LARGEST_FILE);
        List<String> kept = kept();
        assertThat(kept).as("after kill %s", kill).containsAll(said.subList(said.size() - 50, said.size()));
        assertThat(kept)
                .as("none that is newer than the oldest is missing")
                .containsAll(said.stream()
                        .filter(id -> id.compareTo(kept.get(0)) >= 0)
                        .toList());
        assertThat(keptBytes())
                .as("as many as there may be")
                .isBetween(StoringProcess.FLOOD_BOUND - 2 * StoringProcess.LARGE, StoringProcess.FLOOD_BOUND);
    }

    @ParameterizedTest
    @MethodSource("kills")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void keepsEveryLetterWhenTheProcessIsKilledWhileItWritesItsFileAnew(int kill) throws Exception {
        List<String> said = storedUntilKilled(Manner.REWRITING, 8 * (20 + kill));

        assertThat(kept()).as("after kill %s", kill).containsAll(said);
        assertThat(directory).isDirectoryNotContaining("glob:**.tempFile");
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void keepsEveryLetterItSaidItKeptWhenItsFileMayNotGrow() throws Exception {
        List<String> said = new ArrayList<>();
        try (ChildProcess child = ChildProcess.storingInLittleRoom(directory)) {
            for (String id = child.nextId(); id != null; id = child.nextId()) {
                said.add(id);
            }
        }

        assertThat(Files.size(directory.resolve("mehari.mv.db"))).isBetween(1L << 20, 8L << 20);
        assertThat(said).hasSizeGreaterThan(100);
        assertThat(kept()).containsAll(said);
    }

    @ParameterizedTest(name = "S0.13: kill {0} between claim and end")
    @MethodSource("kills")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void replaysNothingBlindlyThatWasBeingReplayedWhenTheProcessIsKilled(int kill) throws Exception {
        List<String> said = storedUntilKilled(Manner.REPLAYING, 20 + kill);

        try (DeadLetterDatabase database = TestDatabase.in(directory);
                DeadLetters letters = new DeadLetters(database, TestDatabase.settings(directory), Clock.systemUTC())) {
            DeadLetterReplays replays = new DeadLetterReplays(letters, database);
            assertThat(replays.discard("after that")).failsWithin(LIMIT);
            for (String id : said) {
                assertThat(letters.find(id)).succeedsWithin(LIMIT).satisfies(letter -> {
                    Replays after = letter.orElseThrow().replays();
                    assertThat(after.state()).isEqualTo(LetterState.WAITING);
                    assertThat(after.mayHaveRun()).isTrue();
                    assertThat(after.last().orElseThrow().requestId()).isEqualTo("replay-of-" + id);
                    assertThat(after.last().orElseThrow().message()).contains("may have run");
                });
            }
        }
    }

    static IntStream kills() {
        return Trials.each(3, 100);
    }

    private List<String> kept() {
        try (DeadLetterDatabase database = TestDatabase.in(directory)) {
            return new JdbcTemplate(database).queryForList("select id from dead_letters order by id", String.class);
        }
    }

    private Long keptBytes() {
        try (DeadLetterDatabase database = TestDatabase.in(directory)) {
            return new JdbcTemplate(database).queryForObject("select sum(size) from dead_letters", Long.class);
        }
    }

    private List<String> storedUntilKilled(Manner manner, int many) throws IOException, InterruptedException {
        List<String> said = new ArrayList<>();
        try (ChildProcess child = ChildProcess.storingIn(directory, manner)) {
            for (String id = child.nextId(); id != null; id = child.nextId()) {
                said.add(id);
                if (said.size() == many) {
                    child.kill();
                }
            }
        }
        return said;
    }
}
