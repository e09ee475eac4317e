package io.mehari.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mehari.database.DatabasePoolSettings;
import io.mehari.database.DatabaseSettings;
import io.mehari.database.DatabaseStatus;
import io.mehari.database.SharedDatabase;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.PostgresProgram;
import io.mehari.support.Trials;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The database that gateways share, over a real PostgreSQL: new, old, newer, foreign, gone, standing still, locked. */
@Timeout(240)
class SharedDatabaseIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static int number;

    @TempDir
    static Path directory;

    private static PostgresProgram postgres;

    private final List<AutoCloseable> open = new ArrayList<>();
    private String name;

    @BeforeAll
    static void start() {
        postgres = PostgresProgram.started(directory);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void make() {
        name = "gateways" + ++number;
        postgres.database(name);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    @DisplayName("gateways that start at the same time on an empty database all come up, and make its tables once")
    void severalStartAtOnce() {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        open.add(threads::shutdownNow);
        List<CompletableFuture<SharedDatabase>> starts = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> SharedDatabase.begin(settings(name, 2, 10), DatabaseTables::bringUpToDateWithOthers),
                        threads))
                .toList();
        starts.forEach(start -> open.add(start.join()));
        starts.forEach(start -> awaitWell(start.join()));

        assertThat(postgres.query(
                        name, "select version from flyway_schema_history where success order by installed_rank"))
                .hasSize(DatabaseTables.MIGRATIONS.size())
                .doesNotHaveDuplicates();
        starts.forEach(start -> assertThat(start.join().status().remark()).isEmpty());
    }

    @Test
    void tablesOfAnEarlierVersionAreBroughtUpToDateAndKeepWhatTheyHold() {
        Flyway.configure().dataSource(direct()).target("7").load().migrate();
        postgres.execute(
                name,
                "insert into dead_letters (id, request_id, occurred_at, server, tool, caller, outcome, category, message,"
                        + " arguments) values ('1', 'r', now(), 's', 't', 'c', 'unavailable', 'NETWORK', 'm', '{}')");
        awaitWell(database(2, 10));
        assertThat(postgres.query(name, "select id from dead_letters")).containsExactly("1");
        assertThat(postgres.query(name, "select count(*) from learning_tools")).containsExactly("0");
    }

    @Test
    void tablesOfALaterVersionAreUsedAsTheyAreAndSaid() {
        awaitWell(database(2, 10));
        postgres.execute(
                name,
                "insert into flyway_schema_history select 1000, '999', 'later', 'SQL', 'V999__later.sql', 7, 'x', now(), 1,"
                        + " true");
        SharedDatabase older = database(2, 10);
        awaitWell(older);
        assertThat(older.status().remark())
                .hasValueSatisfying(remark -> assertThat(remark).contains("later version", "V999__later.sql"));
    }

    @Test
    void tablesThatWereChangedOrAreSomebodyElsesAreLeftAloneAndSaid() {
        awaitWell(database(2, 10));
        postgres.execute(name, "update flyway_schema_history set checksum = 1 where version = '3'");
        SharedDatabase changed = database(2, 10);
        awaitProblem(changed, "Validate failed");

        String foreign = "foreign" + number;
        postgres.database(foreign);
        postgres.execute(foreign, "create table orders (id int)");
        SharedDatabase other = opened(foreign, 2, 10);
        awaitProblem(other, "non-empty schema");
        assertThat(postgres.query(
                        foreign, "select table_name from information_schema.tables where table_schema = 'public'"))
                .containsExactly("orders");
        postgres.execute(foreign, "drop table orders");
        awaitWell(other);
    }

    @Test
    void tablesThatAreGoneAreMadeAgain() {
        SharedDatabase database = database(2, 10);
        awaitWell(database);
        postgres.execute(name, "drop schema public cascade; create schema public");
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> postgres.query(name, "select count(*) from learning_tools")
                        .equals(List.of("0")));
        awaitWell(database);
        assertThat(database.status().outages()).isEqualTo(1);
    }

    @Test
    @DisplayName("stopped, it is said at once to whoever asks, and it is used again by itself")
    void aDatabaseThatIsStoppedComesBack() throws Exception {
        SharedDatabase database = database(2, 10);
        awaitWell(database);
        postgres.stop();
        try {
            awaitProblem(database, "");
            long refused = database.status().refused();
            assertThatThrownBy(database::getConnection)
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .hasMessageContaining("cannot be used");
            assertThat(database.status().refused()).isEqualTo(refused + 1);
        } finally {
            postgres.start();
        }
        awaitWell(database);
        try (Connection connection = database.getConnection()) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void aStartGoesOnWithoutIt() {
        postgres.stop();
        SharedDatabase database;
        try {
            database = database(2, 10);
            database.afterSingletonsInstantiated();
            awaitProblem(database, "cannot be reached");
        } finally {
            postgres.start();
        }
        awaitWell(database);
        assertThat(postgres.query(name, "select count(*) from dead_letters")).containsExactly("0");
    }

    @Test
    void aDatabaseThatStandsStillIsLeftOutAndComesBack() {
        SharedDatabase database = database(2, 10);
        awaitWell(database);
        postgres.pause();
        try {
            awaitProblem(database, "does not answer");
        } finally {
            postgres.resume();
        }
        awaitWell(database);
    }

    @Test
    void aDatabaseThatTakesNoWritesIsNotUsed() {
        SharedDatabase database = database(2, 10);
        awaitWell(database);
        postgres.execute(name, "alter database " + name + " set default_transaction_read_only = on");
        postgres.disconnect(name);
        awaitProblem(database, "takes no writes");
        postgres.execute("postgres", "alter database " + name + " reset default_transaction_read_only");
        awaitWell(database);
    }

    @Test
    void aDatabaseOfAnotherNameIsSaid() {
        SharedDatabase database = opened("nowhere" + number, 2, 10);
        awaitProblem(database, "no database of the name");
        postgres.database("nowhere" + number);
        awaitWell(database);
    }

    @Test
    @DisplayName("S0.10: the pool grows while all of its connections are in use, and says so")
    @ChangesBehaviour("mehari.database.pool.max")
    @ChangesBehaviour("mehari.database.pool.min")
    void thePoolGrowsWithTheLoad() throws Exception {
        SharedDatabase database = database(1, 3);
        awaitWell(database);
        assertThat(database.status().size()).isEqualTo(1);
        List<Connection> held = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                int wanted = i + 1;
                await().atMost(LIMIT).until(() -> database.status().size() >= wanted);
                held.add(database.getConnection());
            }
            await().atMost(LIMIT).until(() -> database.status().isPoolTooSmall());
            DatabaseStatus full = database.status();
            assertThat(full.active()).isEqualTo(3);
            assertThat(full.grown()).isEqualTo(2);
            assertThatThrownBy(database::getConnection).isInstanceOf(SQLException.class);
        } finally {
            for (Connection each : held) {
                each.close();
            }
        }
        awaitWell(database);
    }

    @ParameterizedTest
    @MethodSource("kills")
    @DisplayName("a gateway that is killed loses no letter that it said it kept")
    void keepsEveryLetterThatWasAcknowledgedWhenTheProcessIsKilled(int kill) throws Exception {
        List<String> said = new ArrayList<>();
        try (ChildProcess child = ChildProcess.storingInShared(postgres.url(name))) {
            for (String id = child.nextId(); id != null; id = child.nextId()) {
                said.add(id);
                if (said.size() == 200) {
                    child.kill();
                }
            }
        }
        assertThat(said).hasSizeGreaterThanOrEqualTo(200);
        assertThat(postgres.query(name, "select id from dead_letters"))
                .as("kill %s", kill)
                .containsAll(said);
    }

    static IntStream kills() {
        return Trials.each(5, 100);
    }

    private PGSimpleDataSource direct() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(postgres.url(name));
        source.setUser(postgres.user());
        return source;
    }

    private SharedDatabase database(int min, int max) {
        return opened(name, min, max);
    }

    private SharedDatabase opened(String of, int min, int max) {
        SharedDatabase database = SharedDatabase.begin(settings(of, min, max), DatabaseTables::bringUpToDateWithOthers);
        open.add(database);
        return database;
    }

    private static DatabaseSettings settings(String of, int min, int max) {
        return new DatabaseSettings(postgres.url(of), postgres.user(), "", new DatabasePoolSettings(min, max));
    }

    private static void awaitWell(SharedDatabase database) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(database.status().problem()).isEmpty());
    }

    private static void awaitProblem(SharedDatabase database, String words) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(database.status().problem())
                        .hasValueSatisfying(problem -> assertThat(problem).contains(words)));
    }
}
