package io.mehari.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.call.CallCompleted;
import io.mehari.call.Outcome;
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
                    List.of(),
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

        void learnIn(String context, int calls) {
            for (int i = 0; i < calls; i++) {
                events.publish(TestCalls.in(context, "read"));
            }
            learn(0);
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

        long calls(String context) {
            return learning.contexts()
                    .getOrDefault(new ContextTool(context, READ), ToolSums.NONE)
                    .calls();
        }

        /** Key of what this one tells the others. */
        String key() {
            String member = redis.command("ZRANGE", LearningShare.INDEX, "0", "-1")
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith(node()))
                    .findFirst()
                    .orElseThrow();
            return LearningShare.PREFIX + member;
        }

        private String node() {
            return new LearningTable(database)
                    .journals().stream()
                            .map(OriginSums::origin)
                            .findFirst()
                            .orElseThrow()
                            .node();
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

    @ParameterizedTest
    @EnumSource
    @DisplayName("S2.6: scores by context are those of all gateways, each call counted once")
    void contextsAreThoseOfAll(TestStores store) {
        Node a = new Node("a", store.opened(), Optional.empty());
        Node b = new Node("b", store.opened(), Optional.empty());
        a.learnIn("tenant=x", 5);
        b.learnIn("tenant=x", 7);
        b.learnIn("tenant=y", 2);
        a.learn(1);
        for (int i = 0; i < 3; i++) {
            a.shared();
            b.shared();
        }
        assertThat(List.of(a, b)).allSatisfy(node -> {
            assertThat(node.shared()).isEqualTo(15);
            assertThat(node.learning.contexts()).hasSize(2);
            assertThat(node.calls("tenant=x")).isEqualTo(12);
            assertThat(node.calls("tenant=y")).isEqualTo(2);
        });
        a.learnIn("tenant=y", 1);
        assertThat(a.calls("tenant=y")).as("its own at once").isEqualTo(3);
        a.shared();
        b.shared();
        assertThat(b.calls("tenant=y")).isEqualTo(3);
        assertThat(b.calls()).isEqualTo(16);
        assertThat(a.share.problem()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void contextsInOneDatabaseAreNotCountedAgainByRedis(TestStores store) {
        TestStores.Switched database = store.opened();
        Node a = new Node("a", database, Optional.empty());
        Node b = new Node("b", database, Optional.empty());
        a.learnIn("tenant=x", 5);
        b.learnIn("tenant=x", 7);
        for (int i = 0; i < 3; i++) {
            a.shared();
            b.shared();
            assertThat(a.calls("tenant=x")).isEqualTo(12);
            assertThat(b.calls("tenant=x")).isEqualTo(12);
        }
    }

    @Test
    void aGatewayThatKnowsNoContextsIsReadAndReads() {
        Node a = new Node("a", TestStores.H2.opened(), Optional.empty());
        a.learnIn("tenant=x", 5);
        a.shared();
        String tools = redis.command("HGET", a.key(), "tools")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        assertThat(SharedSumsText.read(tools).orElseThrow().get(READ).calls())
                .as("the value of before has the form of before")
                .isEqualTo(5);

        String old = "0123456789abcdef:0123456789abcdef";
        redis.command("HSET", LearningShare.PREFIX + old, "stored", "3", "tools", "'" + tools + "'");
        redis.command("ZADD", LearningShare.INDEX, "99999999999", old);
        assertThat(a.shared()).isEqualTo(10);
        assertThat(a.calls("tenant=x")).isEqualTo(5);
        assertThat(a.share.problem()).isEmpty();

        redis.command("HSET", LearningShare.PREFIX + old, "contexts", "'" + contexts("tenant=x", tools) + "'");
        assertThat(a.shared()).isEqualTo(10);
        assertThat(a.calls("tenant=x"))
                .as("it has them since, with the same number")
                .isEqualTo(10);

        Node b = new Node("b", TestStores.H2.opened(), Optional.empty());
        b.learn(1);
        b.shared();
        assertThat(redis.command("HEXISTS", b.key(), "contexts"))
                .as("without contexts it writes what was written before")
                .startsWith(":0");
    }

    private static String contexts(String context, String tools) {
        return "[[\"" + context + "\"," + tools + "]]";
    }

    @Test
    void contextsThatAreNoneOfAGatewayAreLeftOutAndItsToolsCount() {
        Node a = new Node("a", TestStores.H2.opened(), Optional.empty());
        Node b = new Node("b", TestStores.H2.opened(), Optional.empty());
        a.learnIn("tenant=x", 5);
        b.learnIn("tenant=x", 7);
        a.shared();
        for (String wrong : List.of("text", "{}", "'[[\"tenant=x\"]]'", "'[[\"\",[]]]'", "'[[\"x\",[[-5]]]]'")) {
            redis.command("HSET", a.key(), "contexts", wrong);
            for (int i = 0; i < 2; i++) {
                assertThat(b.shared()).as(wrong).isEqualTo(12);
                assertThat(b.calls("tenant=x")).as(wrong).isEqualTo(7);
                assertThat(b.share.problem())
                        .hasValueSatisfying(text -> assertThat(text).contains("left out: 1"));
            }
        }
        a.shared();
        assertThat(b.shared()).isEqualTo(12);
        assertThat(b.calls("tenant=x")).as("written again").isEqualTo(12);
        assertThat(b.share.problem()).isEmpty();
    }

    @Test
    void contextsThatAreTooLongAreNotSharedAndToolsAre() {
        Node a = new Node("a", TestStores.H2.opened(), Optional.empty());
        for (int i = 0; i < 8_000; i++) {
            a.events.publish(TestCalls.in("tenant=" + "\u4e2d".repeat(180) + i, "read"));
        }
        a.learn(0);
        assertThat(a.shared()).isEqualTo(8_000);
        assertThat(a.learning.contexts()).hasSize(8_000);
        assertThat(a.share.problem())
                .hasValueSatisfying(text -> assertThat(text).contains("mehari.learning.max-contexts"));
        assertThat(redis.command("HEXISTS", a.key(), "contexts")).startsWith(":0");
        Node b = new Node("b", TestStores.H2.opened(), Optional.empty());
        assertThat(b.shared()).isEqualTo(8_000);
        assertThat(b.share.problem()).isEmpty();
    }

    @Test
    @DisplayName("S2.6: a hash of scores for each context, for readers that are no gateways")
    void scoresAreWrittenByOneGatewayOnly() {
        TestLocks locks = opened(new TestLocks(redis.url()));
        TestLocks.One first = locks.held("1111111111111111");
        Node a = new Node("a", TestStores.H2.opened(), Optional.of(first));
        for (int i = 0; i < 600; i++) { // more than one step
            a.events.publish(TestCalls.in("tenant=" + i, "read"));
        }
        a.learnIn("tenant=x", 5);
        redis.command("SET", LearningShare.CONTEXT + "tenant=x", "something-else");
        a.shared();
        assertThat(score("tenant=x")).isEqualTo(6 / 7.0);
        for (int i = 0; i < 600; i += 50) {
            assertThat(score("tenant=" + i)).isEqualTo(2 / 3.0);
        }
        String left = redis.command("PTTL", LearningShare.CONTEXT + "tenant=x");
        assertThat(Long.parseLong(left.lines().findFirst().orElseThrow().substring(1)))
                .as("gone by itself")
                .isBetween(LearningShare.KEEP.minusMinutes(3).toMillis(), LearningShare.KEEP.toMillis());
        redis.command("HSET", LearningShare.CONTEXT + "tenant=x", "files/gone", "1");
        long old = a.share.token().orElseThrow();
        TestLocks.One next = locks.taken("2222222222222222", first);
        Node b = new Node("b", TestStores.H2.opened(), Optional.of(next));
        b.events.publish(TestCalls.in("tenant=x", "read", Outcome.TOOL_ERROR));
        b.learn(0);
        b.shared();
        assertThat(score("tenant=x")).isEqualTo(6 / 8.0);
        assertThat(redis.command("HLEN", LearningShare.CONTEXT + "tenant=x")).startsWith(":1");
        a.share.writeScores(old, Map.of(new ContextTool("tenant=x", READ), ToolSums.NONE));
        assertThat(score("tenant=x")).as("written late by another").isEqualTo(6 / 8.0);
    }

    private double score(String context) {
        String answer = redis.command("HGET", LearningShare.CONTEXT + context, "files/read");
        return Double.parseDouble(answer.lines().skip(1).findFirst().orElseThrow());
    }

    @Test
    void contextsAreReadAsTheyWereWritten() {
        ToolSums sums = new ToolSums(3, 2, 1_000_000_000_000L, 0.25, 1.5, TestCalls.NOON);
        Map<ContextTool, ToolSums> contexts = Map.of(
                new ContextTool("a;b=\"\u00e4\"", READ),
                sums,
                new ContextTool("tenant=x", READ),
                sums,
                new ContextTool("tenant=x", new ToolName("a", "b")),
                ToolSums.NONE);
        assertThat(SharedContextsText.read(SharedContextsText.of(contexts))).hasValue(contexts);
        assertThat(SharedContextsText.of(Map.of())).isEmpty();
        assertThat(SharedContextsText.read("")).hasValue(Map.of());
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
