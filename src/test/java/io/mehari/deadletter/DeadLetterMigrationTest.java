package io.mehari.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.mehari.support.Databases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A file that a gateway wrote before letters could be replayed. */
class DeadLetterMigrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String AS_BEFORE = """
            insert into dead_letters (id, request_id, occurred_at, server, tool, caller, outcome, category, message,
                upstream_error, arguments, size)
            values (?, 'r', '2026-03-04 12:00:00+00', 'files', 'read', 'ci', ?, 'NETWORK', 'message', null, ?, 600)""";

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    @DisplayName("S0.13: letters of the version before are kept, and say what can be done with them")
    void keepsTheLettersOfTheVersionBefore(Databases kind) {
        try (HikariDataSource database = kind.empty(directory)) {
            Flyway.configure().dataSource(database).target("2").load().migrate();
            JdbcTemplate jdbc = new JdbcTemplate(database);
            jdbc.update(AS_BEFORE, "1", "unavailable", "{\"path\":\"a\"}");
            jdbc.update(AS_BEFORE, "2", "timed_out", "{\"token\":\"[redacted]\"}");
            jdbc.update(AS_BEFORE, "3", "outcome_unknown", "{\"text\":\"xx[cut]\"}");
            Flyway.configure().dataSource(database).load().migrate();
            try (DeadLetters letters = new DeadLetters(database, TestDatabase.settings(directory), Clock.systemUTC())) {
                assertLetter(letters, "1", Withheld.NOTHING, false);
                assertLetter(letters, "2", Withheld.REDACTED, true);
                assertLetter(letters, "3", Withheld.CUT, true);
                assertThat(letters.count()).succeedsWithin(LIMIT).isEqualTo(3L);
                assertThat(letters.store(TestLetters.letter("4"))).succeedsWithin(LIMIT);
            }
        }
    }

    private static void assertLetter(DeadLetters letters, String id, Withheld withheld, boolean mayHaveRun) {
        assertThat(letters.find(id)).succeedsWithin(LIMIT).satisfies(found -> {
            DeadLetter letter = found.orElseThrow();
            assertThat(letter.withheld()).isEqualTo(withheld);
            assertThat(letter.replays())
                    .isEqualTo(new Replays(LetterState.WAITING, mayHaveRun, 0, Optional.empty(), Optional.empty()));
        });
    }
}
