package io.mehari.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is made at once is what the migrations make, and whatever else is found is theirs. */
class DatabaseTablesTest {
    private static final String COLUMNS = """
            select table_name, ordinal_position, column_name, data_type, character_maximum_length, is_nullable,
                column_default
            from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position""";

    private static final String INDEXES = """
            select i.table_name, i.index_name, i.index_type_name, c.column_name, c.ordinal_position, c.is_unique
            from information_schema.indexes i join information_schema.index_columns c on c.index_name = i.index_name
            where i.table_schema = 'public' and i.is_generated = false and i.index_name not like 'primary_key%'
            order by i.table_name, i.index_name, c.ordinal_position""";

    private static final String KEYS = """
            select t.table_name, t.constraint_type, k.column_name
            from information_schema.table_constraints t
            join information_schema.key_column_usage k on k.constraint_name = t.constraint_name
            where t.table_schema = 'public' order by t.table_name, k.column_name""";

    private static final String HISTORY = """
            select installed_rank, version, description, type, script, checksum, installed_by, success
            from flyway_schema_history where installed_rank > 0 order by installed_rank""";

    @TempDir
    Path directory;

    @Test
    void aNewDatabaseIsWhatTheMigrationsMakeOfIt() throws Exception {
        try (DeadLetterDatabase made = DeadLetterDatabase.openMigrated(settings("made"));
                DeadLetterDatabase migrated = TestDatabase.in(directory.resolve("migrated"))) {
            for (String question : List.of(COLUMNS, INDEXES, KEYS, HISTORY)) {
                assertThat(rows(made, question)).as(question).isNotEmpty().isEqualTo(rows(migrated, question));
            }
            assertThat(Flyway.configure().dataSource(made).load().migrate().migrationsExecuted)
                    .isZero();
        }
    }

    @Test
    void everyMigrationIsKnown() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(DatabaseTables.MIGRATIONS.stream()
                            .map(migration -> migration.split(" ")[2])
                            .toList());
        }
    }

    @Test
    void whatIsUpToDateIsKept() throws Exception {
        try (DeadLetterDatabase database = TestDatabase.in(directory)) {
            letter(database);
            DatabaseTables.bringUpToDate(database);
            assertThat(rows(database, "select id from dead_letters")).hasSize(1);
        }
    }

    @Test
    void anEarlierVersionIsMigrated() throws Exception {
        try (DeadLetterDatabase database = DeadLetterDatabase.open(TestDatabase.settings(directory))) {
            Flyway.configure().dataSource(database).target("2").load().migrate();
            letter(database);
            DatabaseTables.bringUpToDate(database);
            assertThat(rows(database, "select id, state from dead_letters")).hasSize(1);
            assertThat(rows(database, HISTORY)).hasSize(DatabaseTables.MIGRATIONS.size());
        }
    }

    @Test
    void aVersionThatIsNewerOrChangedIsFlywaysToJudge() throws Exception {
        try (DeadLetterDatabase database = DeadLetterDatabase.openMigrated(settings("changed"))) {
            new JdbcTemplate(database).update("update flyway_schema_history set checksum = 1 where version = '3'");
            assertThatThrownBy(() -> DatabaseTables.bringUpToDate(database))
                    .isInstanceOf(FlywayException.class)
                    .hasMessageContaining("checksum mismatch");
        }
    }

    @Test
    void aFirstStartThatWasEndedHalfWayIsBegunAgain() throws Exception {
        try (DeadLetterDatabase database = DeadLetterDatabase.open(TestDatabase.settings(directory))) {
            JdbcTemplate jdbc = new JdbcTemplate(database);
            jdbc.execute("create table dead_letters (id varchar(64) not null primary key)");
            jdbc.execute("create table new_history (installed_rank integer)");
            DatabaseTables.bringUpToDate(database);
            letter(database);
            assertThat(rows(database, HISTORY)).hasSize(DatabaseTables.MIGRATIONS.size());
        }
    }

    @Test
    void tablesWithoutAHistoryThatHoldSomethingAreNotTouched() throws Exception {
        try (DeadLetterDatabase database = DeadLetterDatabase.open(TestDatabase.settings(directory))) {
            JdbcTemplate jdbc = new JdbcTemplate(database);
            jdbc.execute("create table dead_letters (id varchar(64) not null primary key)");
            jdbc.update("insert into dead_letters values ('1')");
            assertThatThrownBy(() -> DatabaseTables.bringUpToDate(database)).isInstanceOf(FlywayException.class);
            assertThat(rows(database, "select id from dead_letters")).hasSize(1);
        }
    }

    private DeadLetterSettings settings(String folder) {
        return TestDatabase.settings(directory.resolve(folder));
    }

    private static void letter(DataSource database) {
        new JdbcTemplate(database).update("""
            insert into dead_letters (id, request_id, occurred_at, server, tool, caller, outcome, category, message,
                arguments, size)
            values ('1', 'r', '2026-03-04 12:00:00+00', 's', 't', 'c', 'unavailable', 'NETWORK', 'm', '{}', 600)""");
    }

    private static List<String> rows(DataSource database, String question) {
        return new JdbcTemplate(database)
                .queryForList(question).stream()
                        .map(row -> row.values().toString())
                        .toList();
    }
}
