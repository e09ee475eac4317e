package io.mehari.failure.memory;

import static io.mehari.failure.memory.TestFailures.NOON;
import static io.mehari.failure.memory.TestFailures.failed;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.mehari.support.Databases;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What several gateways remember in one table. */
class ErrorTableTest {
    private static final String DISK = "the frobnicator has lost its sprocket 17";

    @TempDir
    Path directory;

    private final ErrorMemory one = new ErrorMemory(100);
    private final ErrorMemory two = new ErrorMemory(100);
    private HikariDataSource database;
    private ErrorTable table;

    @AfterEach
    void close() {
        database.close();
    }

    private void open(Databases kind) {
        database = kind.opened(directory);
        table = new ErrorTable(database);
    }

    @ParameterizedTest
    @EnumSource
    void countsOfSeveralGatewaysAddUpAndNothingIsCountedTwice(Databases kind) {
        open(kind);
        learn(one, 3);
        one.save(table);
        one.save(table);
        learn(two, 2);
        two.save(table);
        learn(one, 1);
        one.save(table);
        assertThat(only().count()).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource
    void whatCameBeforeTheTableCouldBeReadIsAddedToIt(Databases kind) {
        open(kind);
        learn(one, 3);
        one.save(table);
        learn(two, 2);
        two.load(table.load(10));
        two.save(table);
        assertThat(only().count()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void aSolutionIsNotLostWhenAnotherGatewayMeetsTheErrorAgainAndTheLatestHolds(Databases kind) {
        open(kind);
        learn(one, 1);
        one.save(table);
        two.load(table.load(10));
        String id = only().id();
        one.solve(id, solution("oil it", NOON.plusSeconds(60)));
        one.save(table);
        learn(two, 1);
        two.save(table);
        assertThat(only().solution()).map(Solution::text).contains("oil it");
        two.solve(id, solution("an older one", NOON));
        two.save(table);
        assertThat(only().solution()).map(Solution::text).contains("oil it");
        two.solve(id, solution("replace it", NOON.plusSeconds(90)));
        two.save(table);
        assertThat(only().solution()).map(Solution::text).contains("replace it");
    }

    private RememberedError only() {
        assertThat(table.load(10)).hasSize(1);
        return table.load(10).get(0);
    }

    private static void learn(ErrorMemory memory, int times) {
        for (int i = 0; i < times; i++) {
            memory.learn(failed(DISK));
        }
    }

    private static Solution solution(String text, Instant at) {
        return new Solution(text, "", "ops", at);
    }
}
