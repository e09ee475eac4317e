package io.mehari.deadletter;

import static io.mehari.deadletter.TestLetters.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.mehari.call.Outcome;
import io.mehari.deadletter.ReplayRefusal.Reason;
import io.mehari.support.Databases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims of dead letters, and what is written down of replays. */
class DeadLetterReplaysTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Instant LATER = NOON.plusSeconds(60);

    @TempDir
    Path directory;

    private HikariDataSource file;
    private FaultyDatabase database;
    private DeadLetters letters;
    private DeadLetterReplays replays;

    /** On which the tests run. */
    Databases kind() {
        return Databases.H2;
    }

    @BeforeEach
    void open() {
        file = kind().opened(directory);
        database = new FaultyDatabase(file);
        letters = new DeadLetters(database, TestDatabase.settings(directory), Clock.systemUTC());
        replays = new DeadLetterReplays(letters, database);
    }

    @AfterEach
    void close() {
        database.down(false);
        letters.close();
        file.close();
    }

    @Test
    @DisplayName("S0.13: of fifty workers that want a letter one has it")
    void givesALetterToOneWorkerOnly() throws Exception {
        store("1", Outcome.UNAVAILABLE);
        DeadLetterReplays others = new DeadLetterReplays(letters, database);

        List<CompletableFuture<DeadLetter>> claims = IntStream.range(0, 50)
                .mapToObj(i -> (i % 2 == 0 ? replays : others).claim("1", claim("r-" + i), letter -> Optional.empty()))
                .toList();
        List<Throwable> refusals = claims.stream()
                .map(claim -> claim.handle((letter, failure) -> failure).join())
                .filter(failure -> failure != null)
                .toList();

        assertThat(refusals)
                .hasSize(49)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                ReplayRefusedException.class,
                                refused ->
                                        assertThat(refused.refusal().reason()).isEqualTo(Reason.NOT_WAITING)));
        assertThat(find("1").replays().attempts()).isEqualTo(1);
        assertThat(find("1").replays().state()).isEqualTo(LetterState.REPLAYING);
    }

    @Test
    void keepsTheEndOfAReplayWithItsLetter() throws Exception {
        store("1", Outcome.UNAVAILABLE);
        get(replays.claim("1", claim("r-1"), letter -> Optional.empty()));
        get(replays.end("1", end("r-1", Outcome.UNAVAILABLE, false, false)));

        assertThat(find("1").replays())
                .isEqualTo(new Replays(
                        LetterState.WAITING,
                        false,
                        1,
                        Optional.of(new Replays.Last(
                                "r-1", "ops", LATER, Optional.of(Outcome.UNAVAILABLE), "how it ended")),
                        Optional.of(LATER)));

        get(replays.claim("1", claim("r-2"), letter -> Optional.empty()));
        DeadLetter done =
                get(replays.end("1", end("r-2", Outcome.SUCCESS, true, true))).orElseThrow();
        assertThat(done.replays().state()).isEqualTo(LetterState.REPLAYED);
        assertThat(done.replays().attempts()).isEqualTo(2);
        assertThat(done.outcome()).as("how the first call ended").isEqualTo(Outcome.UNAVAILABLE);
        assertRefused("1", Reason.NOT_WAITING, "was replayed by request r-2");
        assertThat(get(letters.count())).as("no letter of the replays").isEqualTo(1L);
    }

    @Test
    void asksTheRuleAndLeavesALetterItRefuses() throws Exception {
        store("1", Outcome.TIMED_OUT);
        ReplayRefusal no = new ReplayRefusal(Reason.MAY_HAVE_RUN, "it may have run");
        assertThatThrownBy(() -> get(replays.claim("1", claim("r-1"), letter -> Optional.of(no))))
                .hasCauseInstanceOf(ReplayRefusedException.class)
                .hasMessageContaining("it may have run");
        assertThat(find("1").replays()).isEqualTo(Replays.none(Outcome.TIMED_OUT));
        assertRefused("2", Reason.NOT_FOUND, "no dead letter 2");
    }

    @Test
    void saysWhatOfACallIsMissing() throws Exception {
        for (Withheld withheld : List.of(Withheld.REDACTED, Withheld.CUT, Withheld.HEADERS)) {
            get(letters.store(letter(withheld.code(), Outcome.UNAVAILABLE, withheld, NOON)));
            assertRefused(withheld.code(), Reason.INCOMPLETE, withheld.why());
        }
    }

    @Test
    @DisplayName("S0.13: what was being replayed when the gateway ended may have run, and waits for a person")
    void takesAnInterruptedReplayForOneThatMayHaveRun() throws Exception {
        store("1", Outcome.UNAVAILABLE);
        get(replays.claim("1", claim("r-1"), letter -> Optional.empty()));

        DeadLetterReplays next = new DeadLetterReplays(letters, database);
        assertThat(next.discard("after that")).failsWithin(30, TimeUnit.SECONDS);
        Replays after = find("1").replays();
        assertThat(after.state()).isEqualTo(LetterState.WAITING);
        assertThat(after.mayHaveRun()).isTrue();
        assertThat(after.last().orElseThrow().requestId()).isEqualTo("r-1");
        assertThat(after.last().orElseThrow().outcome()).contains(Outcome.OUTCOME_UNKNOWN);
        assertThat(after.last().orElseThrow().message()).contains("interrupted", "may have run");
        assertThat(get(next.due(due(10)))).as("not by itself").isEmpty();

        get(replays.end("1", end("r-1", Outcome.SUCCESS, true, true)));
        assertThat(find("1").replays().state()).as("heard of it after all").isEqualTo(LetterState.REPLAYED);
    }

    @Test
    void givesAClaimUpWhenItsTimeIsOver() throws Exception {
        store("1", Outcome.UNAVAILABLE);
        get(replays.claim("1", claim("r-1"), letter -> Optional.empty()));
        ReplayClaim late = new ReplayClaim("r-2", "ops", LATER.plusSeconds(1), LATER.plusSeconds(60));
        DeadLetter again = get(replays.claim("1", late, letter -> {
            assertThat(letter.replays().mayHaveRun()).isTrue();
            return Optional.empty();
        }));
        assertThat(again.replays().attempts()).isEqualTo(2);

        get(replays.end("1", end("r-1", Outcome.SUCCESS, true, true)));
        assertThat(find("1").replays().state()).as("the claim is another's").isEqualTo(LetterState.REPLAYING);
    }

    @Test
    void findsWhatIsDue() throws Exception {
        get(letters.store(letter("1", Outcome.UNAVAILABLE, Withheld.NOTHING, NOON)));
        get(letters.store(letter("2", Outcome.TIMED_OUT, Withheld.NOTHING, NOON)));
        get(letters.store(letter("3", Outcome.UNAVAILABLE, Withheld.REDACTED, NOON)));
        get(letters.store(letter("4", Outcome.UNAVAILABLE, Withheld.NOTHING, NOON.minusSeconds(7200))));
        get(letters.store(letter("5", Outcome.UNAVAILABLE, Withheld.NOTHING, LATER)));
        get(letters.store(letter("6", Outcome.UNAVAILABLE, Withheld.NOTHING, NOON)));

        assertThat(get(replays.due(due(10)))).extracting(DeadLetter::id).containsExactly("1", "6");
        assertThat(get(replays.due(due(1)))).extracting(DeadLetter::id).containsExactly("1");
        assertThat(get(replays.due(due(10, List.of("git"), List.of())))).isEmpty();
        assertThat(get(replays.due(due(10, List.of(), List.of())))).isEmpty();
        assertThat(get(replays.due(due(10, List.of("files"), List.of("NETWORK")))))
                .isEmpty();

        get(replays.claim("1", claim("r-1"), letter -> Optional.empty()));
        get(replays.end("1", end("r-1", Outcome.UNAVAILABLE, false, false)));
        assertThat(get(replays.due(due(10))))
                .as("put off")
                .extracting(DeadLetter::id)
                .containsExactly("6");
    }

    @Test
    void whatWasPutOffBeforeTheClockWasSetBackIsDue() throws Exception {
        Instant beforeThat = NOON.plusSeconds(3660);
        get(letters.store(letter("1", Outcome.UNAVAILABLE, Withheld.NOTHING, NOON)));
        get(letters.store(letter("2", Outcome.UNAVAILABLE, Withheld.NOTHING, beforeThat)));
        get(replays.claim("1", claim("r-1"), letter -> Optional.empty()));
        ReplayEnd end =
                new ReplayEnd("r-1", LATER, Outcome.UNAVAILABLE, "how it ended", false, false, Optional.of(beforeThat));
        get(replays.end("1", end));

        assertThat(get(replays.due(due(10)))).extracting(DeadLetter::id).containsExactly("1", "2");
    }

    @Test
    void discardsWhatWaits() throws Exception {
        for (int hundred = 0; hundred < 11; hundred++) {
            CompletableFuture<?>[] many = IntStream.range(100 * hundred, 100 * hundred + 100)
                    .mapToObj(i ->
                            letters.store(letter("%04d".formatted(i), Outcome.UNAVAILABLE, Withheld.NOTHING, NOON)))
                    .toArray(CompletableFuture[]::new);
            get(CompletableFuture.allOf(many)); // the queue holds 1,000
        }
        get(replays.claim("0007", claim("r-1"), letter -> Optional.empty()));

        assertThat(get(replays.discard("0001")).replays().state()).isEqualTo(LetterState.DISCARDED);
        assertThat(get(replays.discard("0007")).replays().state()).isEqualTo(LetterState.REPLAYING);
        assertThat(get(replays.discard(DeadLetterFilter.ALL))).isEqualTo(1098);
        assertRefused("0001", Reason.NOT_WAITING, "was discarded");
    }

    @Test
    @DisplayName("S0.13: while the database is down nothing is claimed, and letters that were acknowledged stay")
    void claimsNothingWhileTheDatabaseIsDown() throws Exception {
        store("1", Outcome.UNAVAILABLE);
        database.down(true);
        assertThat(replays.claim("1", claim("r-1"), letter -> Optional.empty())).failsWithin(30, TimeUnit.SECONDS);
        assertThat(replays.discard("1")).failsWithin(30, TimeUnit.SECONDS);
        database.down(false);

        assertThat(find("1").replays()).isEqualTo(Replays.none(Outcome.UNAVAILABLE));
        get(replays.claim("1", claim("r-2"), letter -> Optional.empty()));
    }

    @Test
    void refusesChangesThatWouldWaitBehindTooManyOthers() {
        database.hold();
        replays.discard("1");
        await("the writer waits for the database").atMost(LIMIT).until(database::holdsSomeone);
        List<CompletableFuture<DeadLetter>> waiting =
                IntStream.range(0, 1200).mapToObj(i -> replays.discard("1")).toList();
        assertThat(waiting.get(1199)).isCompletedExceptionally();
        assertThatThrownBy(() -> get(waiting.get(1199))).hasCauseInstanceOf(DeadLettersBusyException.class);
        database.release();
    }

    private void store(String id, Outcome outcome) throws Exception {
        get(letters.store(letter(id, outcome, Withheld.NOTHING, NOON)));
    }

    static DeadLetter letter(String id, Outcome outcome, Withheld withheld, Instant at) {
        return new DeadLetter(
                id,
                "request-" + id,
                at,
                "files",
                "read",
                "ci",
                outcome,
                "UNKNOWN",
                "files is down",
                Optional.empty(),
                "{\"path\":\"a\"}",
                Optional.empty(),
                withheld,
                Replays.none(outcome),
                Optional.empty());
    }

    private static DueLetters due(int limit) {
        return due(limit, List.of("files", "git"), List.of());
    }

    private static DueLetters due(int limit, List<String> servers, List<String> categories) {
        return new DueLetters(
                NOON.plusSeconds(30),
                NOON.plusSeconds(600),
                NOON.plusSeconds(1),
                NOON.minusSeconds(3600),
                5,
                servers,
                categories,
                limit);
    }

    private static ReplayClaim claim(String requestId) {
        return new ReplayClaim(requestId, "ops", NOON, LATER);
    }

    private static ReplayEnd end(String requestId, Outcome outcome, boolean answered, boolean ran) {
        return new ReplayEnd(
                requestId,
                LATER,
                outcome,
                "how it ended",
                answered,
                ran,
                answered ? Optional.empty() : Optional.of(LATER));
    }

    private void assertRefused(String id, Reason reason, String why) {
        assertThatThrownBy(() -> get(replays.claim(id, claim("r-9"), letter -> Optional.empty())))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(ReplayRefusedException.class, refused -> {
                    assertThat(refused.refusal().reason()).isEqualTo(reason);
                    assertThat(refused.refusal().message()).contains(why);
                });
    }

    private DeadLetter find(String id) throws Exception {
        return get(letters.find(id)).orElseThrow();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }
}
