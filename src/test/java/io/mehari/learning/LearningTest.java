package io.mehari.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.CallCompleted;
import io.mehari.call.Outcome;
import io.mehari.event.GatewayEvents;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

class LearningTest {
    private static final ToolName READ = new ToolName("files", "read");
    private static final LearningSettings DEFAULTS = settings(10_000, "16MB", Duration.ofDays(7), 10_000);

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private final MovableClock clock = new MovableClock();
    private final List<Learning> opened = new ArrayList<>();
    private GatewayEvents events = new GatewayEvents();
    private TestStores.Switched database;

    @BeforeEach
    void noon() {
        clock.advance(Duration.between(clock.instant(), TestCalls.NOON));
    }

    @AfterEach
    void close() {
        opened.forEach(Learning::close);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S2.6: calls, successes and latency of each tool, reloaded at the start")
    void sumsAreKeptOverARestart(TestStores store) {
        Learning learning = start(store, DEFAULTS);
        publish(TestCalls.call("files", "read", Outcome.SUCCESS, Duration.ofMillis(3)));
        publish(TestCalls.call("files", "read", Outcome.TIMED_OUT, Duration.ofMillis(5)));
        publish(TestCalls.call("files", "write", Outcome.TOOL_ERROR, Duration.ofMillis(7)));
        learn(learning);
        assertThat(learning.tools().get(READ)).isEqualTo(new ToolSums(2, 1, 8000, 0, 0, TestCalls.NOON));

        learning = restart(DEFAULTS);
        assertThat(learning.status().loaded()).isFalse();
        learn(learning);
        assertThat(learning.tools().get(READ)).isEqualTo(new ToolSums(2, 1, 8000, 0, 0, TestCalls.NOON));
        assertThat(learning.tools().get(new ToolName("files", "write")).successes())
                .isZero();
    }

    @Test
    void callsThatSayNothingAboutTheirToolAreNotRecorded() {
        Learning learning = start(TestStores.H2, DEFAULTS);
        for (Outcome outcome : Outcome.values()) {
            publish(TestCalls.call("files", "read", outcome, Duration.ofMillis(1)));
        }
        publish(new CallCompleted("r", "files", "read", "ann", Outcome.SUCCESS, true, Duration.ZERO, TestCalls.NOON));
        learn(learning);
        assertThat(learning.tools().get(READ).calls()).isEqualTo(6);
        assertThat(learning.tools().get(READ).successes()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void recordsWaitInTheJournalWhileTheDatabaseIsDown(TestStores store) {
        Learning learning = start(store, DEFAULTS);
        publish(TestCalls.calls(3));
        learn(learning);
        database.down.set(true);
        publish(TestCalls.calls(20));
        learn(learning);
        publish(TestCalls.calls(5));
        learn(learning);
        assertThat(learning.status().waiting()).isEqualTo(25);
        assertThat(learning.status().problem())
                .hasValueSatisfying(text -> assertThat(text).contains("journal").contains("database"));
        assertThat(LearningReport.issues(learning.status())).extracting("kind").containsExactly("learning_behind");

        database.down.set(false);
        assertThat(learning.take()).as("not tried again before its time").isEmpty();
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        learn(learning);
        assertThat(learning.tools().get(READ).calls()).isEqualTo(28);
        assertThat(learning.status().waiting()).isZero();
        assertThat(learning.status().problem()).isEmpty();
        assertThat(LearningReport.issues(learning.status())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S2.12: what another gateway has learnt is seen after a minute, and nothing is counted twice")
    void whatOthersLearnIsSeenAfterAMinute(TestStores store) {
        Learning learning = start(store, DEFAULTS);
        publish(TestCalls.calls(3));
        learn(learning);
        Origin other = new Origin("2222222222222222", "bbbbbbbbbbbbbbbb");
        new LearningTable(database)
                .add(other, 0, 4, LearnedSums.of(Map.of(READ, new ToolSums(4, 4, 1000, 0, 0, TestCalls.NOON))));
        learn(learning);
        assertThat(learning.tools().get(READ).calls()).isEqualTo(3);

        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        publish(TestCalls.calls(2));
        learn(learning);
        assertThat(learning.tools().get(READ).calls()).isEqualTo(9);
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        learn(learning);
        assertThat(learning.tools().get(READ).calls()).as("also without calls").isEqualTo(9);
        assertThat(learning.take()).isEmpty();
    }

    @Test
    void recordsOfAStartWithoutDatabaseAreCountedOnceItIsThere() {
        Learning learning = start(TestStores.H2, DEFAULTS);
        publish(TestCalls.calls(4));
        learning.journal(learning.take().orElseThrow());
        database.down.set(true);
        learning = restart(DEFAULTS);
        publish(TestCalls.calls(2));
        learn(learning);
        assertThat(learning.status().problem()).isPresent();
        database.down.set(false);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        learn(learning);
        assertThat(learning.tools().get(READ).calls()).isEqualTo(6);
        learning = restart(DEFAULTS);
        learn(learning);
        assertThat(learning.tools().get(READ).calls()).isEqualTo(6);
    }

    @Test
    void batchesThatWereLostAreReadFromTheJournal() {
        Learning learning = start(TestStores.H2, DEFAULTS);
        learn(learning);
        publish(TestCalls.calls(3));
        learning.journal(learning.take().orElseThrow());
        publish(TestCalls.calls(2));
        learn(learning);
        assertThat(learning.tools().get(READ).calls()).isEqualTo(5);
    }

    @Test
    void batchesThatComeTwiceOrLateAreCountedOnce() {
        Learning learning = start(TestStores.H2, DEFAULTS);
        learn(learning);
        publish(TestCalls.calls(3));
        List<LearningRecord> first = learning.journal(learning.take().orElseThrow());
        publish(TestCalls.calls(2));
        List<LearningRecord> second = learning.journal(learning.take().orElseThrow());
        learning.store(second);
        learning.store(first);
        learning.store(second);
        assertThat(learning.tools().get(READ).calls()).isEqualTo(5);
        assertThat(learning.status().stored()).isEqualTo(5);
    }

    @Test
    void batchesOfAnEarlierRunAreCountedOnce() {
        Learning learning = start(TestStores.H2, DEFAULTS);
        learn(learning);
        publish(TestCalls.calls(3));
        List<LearningRecord> kept = learning.journal(learning.take().orElseThrow());
        learning = restart(DEFAULTS);
        learn(learning);
        learning.store(kept);
        assertThat(learning.tools().get(READ).calls()).isEqualTo(3);
    }

    @Test
    void whatWaitsAtTheEndIsInTheJournal() {
        Learning learning = start(TestStores.H2, DEFAULTS);
        learn(learning);
        publish(TestCalls.calls(7));
        learning = restart(DEFAULTS);
        learn(learning);
        assertThat(learning.tools().get(READ).calls()).isEqualTo(7);
    }

    @Test
    @ChangesBehaviour("mehari.learning.queue")
    void whatFindsNoRoomInTheQueueIsDroppedAndCounted() {
        Learning learning = start(TestStores.H2, settings(100, "16MB", Duration.ofDays(7), 10));
        publish(TestCalls.calls(200_000));
        assertThat(learning.status().queued()).isEqualTo(100);
        learn(learning);
        assertThat(learning.tools().get(READ).calls()).isEqualTo(100);
        assertThat(learning.status().dropped()).isEqualTo(199_900);
        assertThat(LearningReport.issues(learning.status()))
                .singleElement()
                .satisfies(issue ->
                        assertThat(issue.cause()).contains("199900 calls").contains("dropped"));
    }

    @Test
    void aBurstIsLearntFromAsAWhole() {
        Learning learning = start(TestStores.H2, settings(10_000, "64MB", Duration.ofDays(7), 10));
        for (int i = 0; i < 20; i++) {
            publish(TestCalls.calls(10_000));
            learn(learning);
        }
        assertThat(learning.tools().get(READ).calls()).isEqualTo(200_000);
        assertThat(learning.status().journalBytes()).isLessThan(9L << 20);
    }

    @Test
    @ChangesBehaviour("mehari.learning.max-journal")
    void whatFindsNoRoomInTheJournalIsLostAndCounted() {
        Learning learning = start(TestStores.H2, settings(10_000, "64KB", Duration.ofDays(7), 10));
        database.down.set(true);
        for (int i = 0; i < 30; i++) {
            publish(TestCalls.calls(100));
            learn(learning);
        }
        LearningStatus full = learning.status();
        assertThat(full.lost()).isPositive();
        assertThat(full.journaled() + full.lost()).isEqualTo(3000);
        assertThat(full.journalBytes()).isLessThanOrEqualTo(64 << 10);
        assertThat(full.problem()).hasValueSatisfying(text -> assertThat(text).contains("mehari.learning.max-journal"));

        database.down.set(false);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        learn(learning);
        publish(TestCalls.calls(1));
        learn(learning);
        assertThat(learning.tools().get(READ).calls()).isEqualTo(full.journaled() + 1);
        assertThat(learning.status().problem()).isEmpty();
    }

    @Test
    @ChangesBehaviour("mehari.learning.retention")
    void whatWaitedTooLongIsLeftOutAndCounted() {
        Learning learning = start(TestStores.H2, settings(10_000, "16MB", Duration.ofHours(1), 10));
        publish(TestCalls.calls(3));
        learning.journal(learning.take().orElseThrow());
        clock.advance(Duration.ofMinutes(61));
        learn(learning);
        assertThat(learning.tools()).isEmpty();
        assertThat(learning.status().expired()).isEqualTo(3);
        assertThat(learning.status().waiting()).isZero();
    }

    @Test
    void aClockThatGoesBackCostsNothing() {
        Learning learning = start(TestStores.H2, settings(10_000, "16MB", Duration.ofHours(1), 10));
        clock.advance(Duration.ofDays(-400));
        publish(TestCalls.calls(3));
        learn(learning);
        assertThat(learning.tools().get(READ).calls()).isEqualTo(3);
    }

    @Test
    @ChangesBehaviour("mehari.learning.max-tools")
    void furtherToolsAreLeftOutAndCounted() {
        Learning learning = start(TestStores.H2, settings(10_000, "16MB", Duration.ofDays(7), 2));
        publish(TestCalls.call("a"));
        learn(learning);
        publish(TestCalls.call("b"));
        publish(TestCalls.call("c"));
        publish(TestCalls.call("a"));
        publish(TestCalls.call("x".repeat(300)));
        publish(TestCalls.call("half \ud83d"));
        learn(learning);
        assertThat(learning.tools()).containsOnlyKeys(new ToolName("files", "a"), new ToolName("files", "b"));
        assertThat(learning.status().leftOut()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S2.6: sums and scores of each tool in each context, reloaded at the start")
    void contextsHaveSumsOfTheirOwnOverARestart(TestStores store) {
        Learning learning = start(store, DEFAULTS);
        publish(TestCalls.in("tenant=a", "read"));
        publish(TestCalls.in("tenant=a", "read", Outcome.TOOL_ERROR));
        publish(TestCalls.in("tenant=b", "read"));
        publish(TestCalls.call("read"));
        learn(learning);
        learning = restart(DEFAULTS);
        learn(learning);
        assertThat(learning.tools()).containsOnly(Map.entry(READ, new ToolSums(4, 3, 8000, 0, 0, TestCalls.NOON)));
        assertThat(learning.contexts())
                .containsOnly(
                        Map.entry(new ContextTool("tenant=a", READ), new ToolSums(2, 1, 4000, 0, 0, TestCalls.NOON)),
                        Map.entry(new ContextTool("tenant=b", READ), new ToolSums(1, 1, 2000, 0, 0, TestCalls.NOON)));
        assertThat(learning.status().contextsLeftOut()).isZero();
    }

    @Test
    @ChangesBehaviour("mehari.learning.max-contexts")
    void furtherContextsAreLeftOutAndTheirToolsCountAllTheSame() {
        LearningSettings settings = settings(10_000, "16MB", Duration.ofDays(7), 2, 2);
        Learning learning = start(TestStores.H2, settings);
        publish(TestCalls.in("tenant=a", "read"));
        publish(TestCalls.in("tenant=a", "read"));
        publish(TestCalls.in("tenant=b", "read"));
        publish(TestCalls.in("tenant=c", "read"));
        learn(learning);
        publish(TestCalls.in("tenant=a", "write"));
        publish(TestCalls.in("tenant=b", "read"));
        publish(TestCalls.in("tenant=d", "a third tool"));
        learn(learning);
        assertThat(learning.tools().get(READ).calls()).isEqualTo(5);
        assertThat(learning.tools()).hasSize(2);
        assertThat(learning.contexts().keySet())
                .containsExactly(new ContextTool("tenant=a", READ), new ContextTool("tenant=b", READ));
        assertThat(learning.contexts().values()).extracting(ToolSums::calls).containsExactly(2L, 2L);
        assertThat(learning.status().contextsLeftOut()).isEqualTo(2);
        assertThat(learning.status().leftOut()).as("one tool too many").isEqualTo(1);

        learning = restart(settings);
        learn(learning);
        assertThat(learning.contexts()).hasSize(2);
    }

    @Test
    void aToolOfTheSameBatchDoesNotTakeTheRoomOfAnother() {
        Learning learning = start(TestStores.H2, settings(10_000, "16MB", Duration.ofDays(7), 3));
        publish(TestCalls.call("a"));
        publish(TestCalls.call("b"));
        learn(learning);
        publish(TestCalls.call("a"));
        publish(TestCalls.call("b"));
        publish(TestCalls.call("c"));
        learn(learning);
        assertThat(learning.tools()).hasSize(3);
        assertThat(learning.status().leftOut()).isZero();
    }

    @Test
    void manyGoodCallsComeBeforeOneLuckyOne() {
        ToolSums lucky = new ToolSums(1, 1, 0, 0, 0, TestCalls.NOON);
        ToolSums good = new ToolSums(100, 98, 0, 0, 0, TestCalls.NOON);
        assertThat(good.score()).isEqualTo(99 / 102.0).isGreaterThan(lucky.score());
        assertThat(lucky.score()).isEqualTo(2 / 3.0);
        assertThat(ToolSums.NONE.score()).isEqualTo(0.5);
    }

    @Test
    void aDiskThatFailsIsToldAndHurtsNobody() throws IOException {
        Files.writeString(directory.resolve("learning"), "a file is in the way");
        Learning learning = start(TestStores.H2, DEFAULTS);
        publish(TestCalls.calls(3));
        learn(learning);
        assertThat(learning.status().lost()).isEqualTo(3);
        assertThat(learning.status().problem())
                .hasValueSatisfying(text -> assertThat(text).contains("journal"));
        Files.delete(directory.resolve("learning"));
        publish(TestCalls.calls(2));
        learn(learning);
        assertThat(learning.tools().get(READ).calls()).isEqualTo(2);
        assertThat(learning.status().problem()).isEmpty();
    }

    private Learning start(TestStores store, LearningSettings settings) {
        database = store.opened();
        return restart(settings);
    }

    private Learning restart(LearningSettings settings) {
        close();
        events = new GatewayEvents();
        Learning learning = new Learning(
                events.subscribe(CallCompleted.class, settings.queue(), LearningRecord::isOf),
                settings,
                new JournalFolder(directory.resolve("learning")),
                new LearningTable(database),
                clock,
                nanos::get);
        opened.add(learning);
        return learning;
    }

    private void publish(CallCompleted call) {
        events.publish(call);
    }

    private void publish(List<CallCompleted> calls) {
        calls.forEach(events::publish);
    }

    /** The steps of the routes, one after another. */
    private static void learn(Learning learning) {
        learning.take().ifPresent(calls -> learning.store(learning.journal(calls)));
    }

    private static LearningSettings settings(int queue, String journal, Duration retention, int tools) {
        return settings(queue, journal, retention, tools, 10_000);
    }

    private static LearningSettings settings(int queue, String journal, Duration retention, int tools, int contexts) {
        return new LearningSettings(
                true,
                queue,
                10,
                Duration.ofSeconds(5),
                DataSize.parse(journal),
                retention,
                tools,
                List.of(),
                contexts,
                false,
                Duration.ofMinutes(1));
    }
}
