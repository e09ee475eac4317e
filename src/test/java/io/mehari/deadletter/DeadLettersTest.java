package io.mehari.deadletter;

import static io.mehari.deadletter.TestLetters.NOON;
import static io.mehari.deadletter.TestLetters.large;
import static io.mehari.deadletter.TestLetters.letter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.mehari.call.Outcome;
import io.mehari.redaction.Redaction;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.Databases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

class DeadLettersTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    Path directory;

    private HikariDataSource pool;
    private FaultyDatabase database;
    private DeadLetters letters;

    /** On which the tests run. */
    Databases kind() {
        return Databases.H2;
    }

    @BeforeEach
    void open() {
        pool = kind().opened(directory);
        database = new FaultyDatabase(pool);
        letters = store(1000, 100, NEVER);
    }

    @AfterEach
    void close() {
        database.release();
        letters.close();
        pool.close();
    }

    @Test
    void givesBackEveryFieldOfALetter() throws Exception {
        DeadLetter letter = new DeadLetter(
                        "018f0000-0000-7000-8000-000000000001",
                        "request",
                        NOON,
                        "files",
                        "lésen/語😀",
                        "ci",
                        Outcome.BAD_UPSTREAM,
                        "DATABASE",
                        "a message\nof two lines",
                        Optional.of("{\"code\":-32000}"),
                        "{\"path\":\"" + "x".repeat(Redaction.MAX_JSON) + "\"}")
                .inTrace("0af7651916cd43dd8448eb211c80319c");
        get(letters.store(letter));
        assertThat(DeadLetterJson.of(letter).path("trace_id").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(get(letters.find(letter.id()))).contains(letter);
        assertThat(get(letters.find("other"))).isEmpty();
    }

    @Test
    void listsWhatAFilterSaysPageByPage() throws Exception {
        for (int i = 0; i < 10; i++) {
            Outcome outcome = i % 2 == 0 ? Outcome.UNAVAILABLE : Outcome.TIMED_OUT;
            get(letters.store(
                    DeadLetterReplaysTest.letter(Integer.toString(i), outcome, Withheld.NOTHING, NOON.plusSeconds(i))));
        }
        DeadLetterFilter unavailable = filter(Optional.of("files"), Optional.of(Outcome.UNAVAILABLE), 2, 9);
        DeadLetterPage first = get(letters.list(unavailable, 2, Optional.empty()));
        assertThat(first.entries()).extracting(DeadLetter::id).containsExactly("8", "6");
        DeadLetterPage second = get(letters.list(unavailable, 2, first.next()));
        assertThat(second.entries()).extracting(DeadLetter::id).containsExactly("4", "2");
        assertThat(second.next()).isEmpty();
        assertThat(get(letters.list(filter(Optional.of("' or 1 = 1 --"), Optional.empty(), 0, 99), 9, Optional.empty()))
                        .entries())
                .isEmpty();
        assertThat(get(letters.list(unavailable.waiting(), 9, Optional.empty())).entries())
                .hasSize(4);
    }

    private static DeadLetterFilter filter(
            Optional<String> server, Optional<Outcome> outcome, int fromSecond, int toSecond) {
        return new DeadLetterFilter(
                server,
                Optional.of("read"),
                Optional.of("UNKNOWN"),
                outcome,
                Optional.of(LetterState.WAITING),
                Optional.of(NOON.plusSeconds(fromSecond)),
                Optional.of(NOON.plusSeconds(toSecond)));
    }

    @Test
    void listsNewestFirstPageByPage() throws Exception {
        storeAll("1", "2", "3", "4", "5");
        assertThat(ids(2, Optional.empty())).containsExactly("5", "4");
        assertThat(ids(2, Optional.of("4"))).containsExactly("3", "2");
        assertThat(ids(2, Optional.of("2"))).containsExactly("1");
        assertThat(ids(2, Optional.of("1"))).isEmpty();
        assertThat(get(letters.count())).isEqualTo(5);
    }

    @Test
    void refusesListsOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> letters.list(DeadLetterFilter.ALL, 0, Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> letters.list(DeadLetterFilter.ALL, DeadLetters.MAX_LIST + 1, Optional.empty()))
                .withMessageContaining("1 to 200");
    }

    @Test
    @ChangesBehaviour("mehari.dead-letters.queue")
    void losesLettersAtOnceAndCountsThemWhenTheQueueIsFull() throws Exception {
        letters.close();
        letters = store(2, 100, NEVER);
        database.hold();
        CompletableFuture<Void> first = letters.store(letter("1"));
        await().atMost(LIMIT).until(database::holdsSomeone);
        CompletableFuture<Void> second = letters.store(letter("2"));
        CompletableFuture<Void> third = letters.store(letter("3"));
        CompletableFuture<Void> fourth = letters.store(letter("4"));

        assertThat(fourth).isCompletedExceptionally();
        assertThatThrownBy(() -> get(fourth))
                .hasCauseInstanceOf(DeadLetterNotStoredException.class)
                .hasMessageContaining("queue of dead letters is full");
        assertThat(letters.lost()).isEqualTo(1);
        assertThat(first).isNotDone();
        assertThat(third).isNotDone();

        database.release();
        get(CompletableFuture.allOf(first, second, third));
        assertThat(ids(10, Optional.empty())).containsExactly("3", "2", "1");
    }

    @Test
    @ChangesBehaviour("mehari.dead-letters.batch")
    void writesWhatQueuedUpByOneCommit() throws Exception {
        letters.close();
        letters = store(1000, 10, NEVER);
        database.hold();
        List<CompletableFuture<Void>> stored = new ArrayList<>(List.of(letters.store(letter("00"))));
        await().atMost(LIMIT).until(database::holdsSomeone);
        IntStream.range(10, 30).forEach(i -> stored.add(letters.store(letter("" + i))));
        database.releaseOne();
        get(stored.get(0));
        await().atMost(LIMIT).until(database::holdsSomeone);
        database.releaseOne();
        get(stored.get(10));
        await().atMost(LIMIT).until(database::holdsSomeone);

        assertThat(stored.subList(1, 11)).allMatch(CompletableFuture::isDone);
        assertThat(stored.subList(11, 21)).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void isUnwellWhileTheDatabaseFailsAndWellAfterTheNextLetter() throws Exception {
        assertThat(letters.problem()).isEmpty();
        database.down(true);
        assertThatThrownBy(() -> get(letters.store(letter("1"))))
                .hasCauseInstanceOf(DeadLetterNotStoredException.class)
                .hasMessageContaining("database failed");
        assertThat(letters.problem())
                .hasValueSatisfying(problem ->
                        assertThat(problem).contains("Dead letters are lost").doesNotContain("down for the test"));
        assertThat(letters.lost()).isEqualTo(1);

        database.down(false);
        get(letters.store(letter("2")));
        assertThat(letters.problem()).isEmpty();
        assertThat(ids(10, Optional.empty())).containsExactly("2");
    }

    @Test
    void findsOutByItselfThatTheDatabaseIsBack() throws Exception {
        letters.close();
        letters = store(10, 10, Duration.ofMillis(5));
        database.down(true);
        assertThat(letters.store(letter("1"))).failsWithin(LIMIT);
        database.down(false);
        await().atMost(LIMIT).until(() -> letters.problem().isEmpty());
        assertThat(get(letters.count())).isZero();
    }

    @Test
    void losesOnlyTheLetterThatDoesNotFit() throws Exception {
        get(letters.store(letter("1")));
        database.hold();
        CompletableFuture<Void> blocker = letters.store(letter("0"));
        await().atMost(LIMIT).until(database::holdsSomeone);
        CompletableFuture<Void> good = letters.store(letter("2"));
        CompletableFuture<Void> duplicate = letters.store(letter("1"));
        CompletableFuture<Void> alsoGood = letters.store(letter("3"));
        database.release();

        get(CompletableFuture.allOf(blocker, good, alsoGood));
        assertThatThrownBy(() -> get(duplicate)).hasMessageContaining("does not fit");
        assertThat(ids(10, Optional.empty())).containsExactly("3", "2", "1", "0");
        assertThat(letters.lost()).isEqualTo(1);
        assertThat(letters.problem()).isEmpty();
    }

    @Test
    @ChangesBehaviour("mehari.dead-letters.retention")
    void removesLettersOlderThanTheRetentionTime() throws Exception {
        get(letters.store(letter("1", NOON.minus(Duration.ofDays(30)).minusMillis(1))));
        get(letters.store(letter("2", NOON.minus(Duration.ofDays(30)))));
        get(letters.store(letter("3", NOON)));
        assertThat(get(letters.expire())).isEqualTo(1);
        assertThat(ids(10, Optional.empty())).containsExactly("3", "2");
    }

    @Test
    @ChangesBehaviour("mehari.dead-letters.max-entries")
    void neverKeepsMoreThanTheMostEntries() throws Exception {
        reopen(3, DataSize.ofMegabytes(256));
        for (int i = 1; i <= 5; i++) {
            get(letters.store(letter("" + i)));
            assertThat(get(letters.count())).isLessThanOrEqualTo(3);
        }
        assertThat(ids(10, Optional.empty())).containsExactly("5", "4", "3");
        get(CompletableFuture.allOf(IntStream.range(60, 80)
                .mapToObj(i -> letters.store(letter("" + i)))
                .toArray(CompletableFuture[]::new)));
        assertThat(ids(10, Optional.empty())).containsExactly("79", "78", "77");
        assertThat(letters.lost()).isZero();
    }

    @Test
    @ChangesBehaviour("mehari.dead-letters.max-size")
    void neverKeepsMoreThanTheMostBytesOfText() throws Exception {
        reopen(100_000, DataSize.ofMegabytes(1));
        for (int i = 10; i < 40; i++) {
            get(letters.store(large("" + i, 100_000)));
        }
        assertThat(ids(100, Optional.empty())).hasSize(10).startsWith("39").endsWith("30");
        get(letters.store(large("40", 260_000)));
        assertThat(ids(100, Optional.empty())).hasSize(8).startsWith("40").endsWith("33");
    }

    @Test
    void keepsToItsBoundsAfterAStartWithMore() throws Exception {
        storeAll("1", "2", "3", "4", "5");
        reopen(2, DataSize.ofMegabytes(256));
        get(letters.store(letter("6")));
        assertThat(ids(10, Optional.empty())).containsExactly("6", "5");
    }

    @Test
    void keepsToItsBoundsAfterTheDatabaseFailed() throws Exception {
        reopen(3, DataSize.ofMegabytes(256));
        storeAll("1", "2", "3");
        database.down(true);
        assertThat(letters.store(letter("4"))).failsWithin(LIMIT);
        database.down(false);
        storeAll("5", "6");
        assertThat(ids(10, Optional.empty())).containsExactly("6", "5", "3");
    }

    @Test
    void listsNoMoreThanAMebibyteAtATimeAndSaysWhereItGoesOn() throws Exception {
        for (int i = 10; i < 30; i++) {
            get(letters.store(large("" + i, 100_000)));
        }
        DeadLetterPage first = get(letters.list(DeadLetterFilter.ALL, 200, Optional.empty()));
        assertThat(first.entries()).hasSize(10);
        assertThat(first.next()).contains("20");
        DeadLetterPage second = get(letters.list(DeadLetterFilter.ALL, 200, first.next()));
        assertThat(second.entries()).hasSize(10);
        assertThat(second.next()).isEmpty();
        assertThat(get(letters.list(DeadLetterFilter.ALL, 3, Optional.empty())).next())
                .contains("27");
    }

    @Test
    void lettersOfAnEarlierVersionCountAsThoseOfThisOne() throws Exception {
        DeadLetter letter = new DeadLetter(
                "1",
                "r",
                NOON,
                "files",
                "read",
                "ci",
                Outcome.BAD_UPSTREAM,
                "UNKNOWN",
                "Grüße, 語😀",
                Optional.of("{\"é\":1}"),
                "x".repeat(1000));
        get(letters.store(letter));
        Tally ofThisVersion = new DeadLetterTable(pool, false).tally();
        assertThat(ofThisVersion.bytes()).isEqualTo(512 + 16 + 8 + 1000);

        try (HikariDataSource earlier = kind().empty(directory.resolve("earlier"))) {
            Flyway.configure().dataSource(earlier).target("1").load().migrate();
            JdbcClient.create(earlier)
                    .sql(
                            "insert into dead_letters values ('1', 'r', now(), 's', 't', 'c', 'internal', 'UNKNOWN', ?, ?, ?)")
                    .params(letter.message(), letter.upstreamError().orElseThrow(), letter.arguments())
                    .update();
            Flyway.configure().dataSource(earlier).load().migrate();
            assertThat(new DeadLetterTable(earlier, false).tally()).isEqualTo(ofThisVersion);
        }
    }

    @Test
    void theWriterSurvivesWhateverTheDatabaseThrows() throws Exception {
        database.broken(new StackOverflowError("for the test"));
        assertThatThrownBy(() -> get(letters.store(letter("1"))))
                .hasCauseInstanceOf(DeadLetterNotStoredException.class);
        assertThat(letters.problem()).isPresent();
        assertThat(letters.expire()).failsWithin(LIMIT);
        database.broken(null);
        get(letters.store(letter("2")));
        assertThat(letters.problem()).isEmpty();
        assertThat(ids(10, Optional.empty())).containsExactly("2");
    }

    private void reopen(int maxEntries, DataSize maxSize) {
        letters.close();
        letters = store(
                new DeadLetterSettings(
                        directory.toString(),
                        Duration.ofDays(30),
                        maxEntries,
                        maxSize,
                        100,
                        10,
                        List.of(),
                        DeadLetterReplaySettings.DEFAULTS),
                NEVER);
    }

    @Test
    void refusesQuestionsThatWouldWaitBehindTooManyOthers() {
        database.hold();
        List<CompletableFuture<Long>> answers =
                IntStream.range(0, 102).mapToObj(i -> letters.count()).toList();
        assertThat(answers).noneMatch(CompletableFuture::isDone);
        CompletableFuture<Long> oneMore = letters.count();
        assertThat(oneMore).isCompletedExceptionally();
        assertThatThrownBy(() -> get(oneMore)).hasCauseInstanceOf(DeadLettersBusyException.class);
        database.release();
        assertThat(CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)))
                .succeedsWithin(LIMIT);
    }

    @Test
    void writesWhatIsQueuedBeforeItCloses() throws Exception {
        List<CompletableFuture<Void>> stored = IntStream.range(1000, 1500)
                .mapToObj(i -> letters.store(letter("" + i)))
                .toList();
        letters.close();
        assertThat(stored).allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
        assertThat(new DeadLetterTable(pool, false).count()).isEqualTo(500);
    }

    @Test
    void takesNothingOnceClosedAndLeavesNoThread() {
        letters.close();
        assertThatThrownBy(() -> get(letters.store(letter("1")))).hasMessageContaining("closed");
        assertThatThrownBy(() -> get(letters.count())).hasCauseInstanceOf(DeadLettersBusyException.class);
        assertThat(letters.lost()).isEqualTo(1);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("mehari-dead-letters")
                        || thread.getName().startsWith("mehari-dead-letter-reads"));
    }

    private DeadLetters store(int queue, int batch, Duration probeEvery) {
        return store(TestDatabase.settings(directory, queue, batch), probeEvery);
    }

    private DeadLetters store(DeadLetterSettings settings, Duration probeEvery) {
        return new DeadLetters(
                database,
                DeadLetterFile.NONE,
                settings,
                Clock.fixed(NOON, ZoneOffset.UTC),
                probeEvery,
                kind() == Databases.POSTGRESQL);
    }

    private void storeAll(String... ids) throws Exception {
        for (String id : ids) {
            get(letters.store(letter(id)));
        }
    }

    private List<String> ids(int limit, Optional<String> before) throws Exception {
        return get(letters.list(DeadLetterFilter.ALL, limit, before)).entries().stream()
                .map(DeadLetter::id)
                .toList();
    }

    private static <T> T get(CompletableFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
