package io.mehari.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.call.CallCompleted;
import io.mehari.event.GatewayEvents;
import io.mehari.instance.TestLocks;
import io.mehari.redis.RedisConnection;
import io.mehari.redis.RedisSettings;
import io.mehari.redis.ServerScripts;
import io.mehari.support.RedisProgram;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

/** What gateways learn, shared over a real Redis: each with a database of its own, or all with one. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LearningShareIT {
    private static final ToolName READ = new ToolName("files", "read");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private RedisProgram redis;

    /** One gateway's part that learns. */
    private final class Node {
        final String name;
        final TestStores.Switched database;
        final GatewayEvents events = new GatewayEvents();
        final Learning learning;
        final LearningShare share;

        Node(String name, TestStores.Switched database, Optional<TestLocks.One> lock) {
            this.name = name;
            this.database = database;
            LearningSettings settings = new LearningSettings(
                    true,
                    10_000,
                    10,
                    Duration.ofSeconds(5),
                    DataSize.ofMegabytes(16),
                    Duration.ofDays(36_500),
                    10_000,
                    true,
                    Duration.ofMinutes(1));
            learning = opened(new Learning(
                    events.subscribe(CallCompleted.class, settings.queue(), LearningRecord::isOf),
                    settings,
                    new JournalFolder(directory.resolve(name)),
                    new LearningTable(database),
                    Clock.systemUTC(),
                    System::nanoTime));
            share = new LearningShare(scripts(), lock.map(TestLocks.One::lock));
            journal(0);
        }

        void learn(int calls) {
            learning.store(journal(calls));
        }

        List<LearningRecord> journal(int calls) {
            TestCalls.calls(calls).forEach(events::publish);
            return learning.journal(learning.take().orElse(List.of()));
        }

        /** A restart: what was on its way to the database is lost with the process. */
        Node again() {
            learning.close();
            return new Node(name, database, Optional.empty());
        }

        long shared() {
            learning.share(share);
            return calls();
        }

        long calls() {
            return learning.tools().getOrDefault(READ, ToolSums.NONE).calls();
        }
    }

    @BeforeEach
    void startRedis() {
        redis = RedisProgram.started();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        redis.close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S2.6, S2.12: several gateways share what they learnt, each call counted once")
    void eachKnowsTheSumsOfAll(TestStores store) {
        Node a = new Node("a", store.opened(), Optional.empty());
        Node b = new Node("b", store.opened(), Optional.empty());
        Node c = new Node("c", store.opened(), Optional.empty());
        a.learn(5);
        b.learn(7);
        c.learn(11);
        List.of(a, b, c).forEach(Node::shared);
        assertThat(List.of(a, b, c))
                .allSatisfy(node -> assertThat(node.shared()).isEqualTo(23));
        a.learn(2);
        assertThat(a.calls()).as("its own at once").isEqualTo(25);
        assertThat(b.calls()).as("as of the last time").isEqualTo(23);
        assertThat(List.of(a, b, c))
                .allSatisfy(node -> assertThat(node.shared()).isEqualTo(25));
        assertThat(a.learning.tools().get(READ)).isEqualTo(new ToolSums(25, 25, 50_000, 0, 0, TestCalls.NOON));
    }

    @ParameterizedTest
    @EnumSource
    void oneDatabaseForAllIsNotCountedAgainByRedis(TestStores store) {
        TestStores.Switched database = store.opened();
        Node a = new Node("a", database, Optional.empty());
        Node b = new Node("b", database, Optional.empty());
        a.learn(5);
        b.learn(7);
        for (int i = 0; i < 3; i++) {
            assertThat(a.shared()).isEqualTo(12);
            assertThat(b.shared()).isEqualTo(12);
        }
        b.learn(1);
        assertThat(a.shared()).as("what the database has before Redis").isEqualTo(13);
    }

    @ParameterizedTest
    @EnumSource
    void aKillBetweenTheStepsDoublesNothingAndLosesNothing(TestStores store) {
        Node a = new Node("a", store.opened(), Optional.empty());
        Node b = new Node("b", store.opened(), Optional.empty());
        a.learn(5);
        b.learn(7);
        a.shared();
        b.shared();
        a.journal(3); // in the journal, not in the database, not in Redis
        a = a.again();
        assertThat(a.shared())
                .as("what the others have comes back at the start")
                .isEqualTo(12);
        a.learn(0);
        assertThat(a.shared()).as("the journal is read").isEqualTo(15);
        a.learn(4); // in the database, not in Redis
        a = a.again();
        a.learn(0);
        assertThat(b.shared()).isEqualTo(15);
        assertThat(a.shared()).isEqualTo(19);
        assertThat(b.shared()).isEqualTo(19);
    }

    @Test
    void anotherEpochOfOneGatewayIsAddedToTheFirst() {
        TestStores.Switched database = TestStores.H2.opened();
        Node a = new Node("a", database, Optional.empty());
        Node b = new Node("b", TestStores.H2.opened(), Optional.empty());
        a.learn(5);
        a.shared();
        database.down.set(true);
        a = a.again(); // it cannot ask what is counted
        a.journal(2);
        database.down.set(false);
        a.learn(0);
        assertThat(a.shared()).isEqualTo(7);
        assertThat(b.shared()).isEqualTo(7);
        assertThat(redis.command("ZCARD", LearningShare.INDEX)).startsWith(":2");
    }

    @Test
    void aRedisThatIsGoneOrEmptyTakesNothingFromWhatIsKnown() {
        Node a = new Node("a", TestStores.H2.opened(), Optional.empty());
        Node b = new Node("b", TestStores.H2.opened(), Optional.empty());
        a.learn(5);
        b.learn(7);
        a.shared();
        b.shared();
        assertThat(a.shared()).isEqualTo(12);
        redis.stop();
        a.learn(1);
        assertThat(a.shared()).isEqualTo(13);
        assertThat(a.share.problem())
                .hasValueSatisfying(text -> assertThat(text).contains("not shared"));
        redis.start();
        await().atMost(LIMIT).until(() -> a.shared() == 13 && a.share.problem().isEmpty());
        await().atMost(LIMIT).until(() -> b.shared() == 13);
        redis.pause();
        b.learn(1);
        assertThat(b.shared()).isEqualTo(14);
        redis.resume();
        await().atMost(LIMIT).until(() -> b.shared() == 14 && a.shared() == 14);
    }

    @Test
    void foreignAndCorruptValuesAreLeftOutAndOwnOnesWrittenAgain() {
        Node a = new Node("a", TestStores.H2.opened(), Optional.empty());
        Node b = new Node("b", TestStores.H2.opened(), Optional.empty());
        a.learn(5);
        b.learn(7);
        a.shared();
        b.shared();
        String other = "0123456789abcdef:0123456789abcdef";
        redis.command("ZADD", LearningShare.INDEX, "99999999999", other, "1", "nonsense");
        redis.command("HSET", LearningShare.PREFIX + other, "stored", "9", "tools", "[[-5]]");
        redis.command("HSET", LearningShare.PREFIX + "nonsense", "stored", "x");
        assertThat(a.shared()).isEqualTo(12);
        assertThat(a.share.problem())
                .hasValueSatisfying(text -> assertThat(text).contains("left out: 2"));
        redis.command("SET", LearningShare.INDEX, "text");
        assertThat(b.shared()).isEqualTo(12);
        assertThat(a.shared()).isEqualTo(12);
        assertThat(a.share.problem()).isEmpty();
    }

    @Test
    void theSumsOverAllAreWrittenByOneGatewayOnly() {
        TestLocks locks = opened(new TestLocks(redis.url()));
        TestLocks.One first = locks.held("1111111111111111");
        Node a = new Node("a", TestStores.H2.opened(), Optional.of(first));
        a.learn(5);
        a.shared();
        assertThat(redis.command("GET", LearningShare.TOTALS)).contains("\"total_calls\":5");
        long old = a.share.token().orElseThrow();
        TestLocks.One next = locks.taken("2222222222222222", first);
        Node b = new Node("b", TestStores.H2.opened(), Optional.of(next));
        b.learn(7);
        b.shared();
        assertThat(redis.command("GET", LearningShare.TOTALS)).contains("\"total_calls\":12");
        a.share.writeTotals(old, "late");
        assertThat(redis.command("GET", LearningShare.TOTALS)).contains("\"total_calls\":12");
    }

    @Test
    void sumsAreReadAsTheyWereWritten() {
        Map<ToolName, ToolSums> sums = Map.of(
                READ,
                new ToolSums(3, 2, 1_000_000_000_000L, 0.25, 1.5, TestCalls.NOON),
                new ToolName("a\"b", "ä\n"),
                ToolSums.NONE);
        assertThat(SharedSumsText.read(SharedSumsText.of(sums))).hasValue(sums);
        for (String wrong :
                List.of("", "{}", "[1]", "[[]]", "[[\"a\",\"b\",1,2,3,0,0,4]]", "[[\"a\",\"b\",1.5,1,3,0,0,4]]")) {
            assertThat(SharedSumsText.read(wrong)).as(wrong).isEmpty();
        }
    }

    private ServerScripts scripts() {
        RedisConnection connection = opened(RedisConnection.begin(new RedisSettings(redis.url(), "", "")));
        await().atMost(LIMIT).until(() -> connection.client().isPresent());
        return new ServerScripts(connection);
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(0, part);
        return part;
    }
}
