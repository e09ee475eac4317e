package io.mehari.deadletter;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.unit.DataSize;

/** The dead letters of several gateways on one PostgreSQL: each has a store of its own. */
@Timeout(180)
class SharedDeadLettersIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int GATEWAYS = 3;

    @TempDir
    Path directory;

    private final List<HikariDataSource> pools = new ArrayList<>();
    private final List<DeadLetters> stores = new ArrayList<>();
    private final List<DeadLetterReplays> replays = new ArrayList<>();

    @BeforeEach
    void open() {
        HikariDataSource first = Databases.POSTGRESQL.opened(directory);
        pools.add(first);
        for (int i = 1; i < GATEWAYS; i++) {
            HikariDataSource next = new HikariDataSource();
            first.copyStateTo(next);
            pools.add(next);
        }
        pools.forEach(pool -> gateway(pool, 100_000));
    }

    private void gateway(HikariDataSource pool, int most) {
        DeadLetterSettings settings = new DeadLetterSettings(
                directory.toString(),
                Duration.ofDays(30),
                most,
                DataSize.ofMegabytes(256),
                1000,
                10,
                List.of(),
                DeadLetterReplaySettings.DEFAULTS);
        DeadLetters letters = DeadLetters.shared(pool, settings, Clock.systemUTC());
        stores.add(letters);
        replays.add(new DeadLetterReplays(letters, pool));
    }

    @AfterEach
    void close() {
        stores.forEach(DeadLetters::close);
        pools.forEach(HikariDataSource::close);
    }

    @Test
    @DisplayName(
            "S0.13: of several gateways that want the same letters each letter is one's, and no letter is replayed twice")
    void eachLetterIsClaimedOnce() {
        int letters = 200;
        List<String> ids = IntStream.range(1000, 1000 + letters)
                .mapToObj(Integer::toString)
                .toList();
        ids.forEach(id -> store(0, id));
        Set<String> claimed = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<?>> attempts = new ArrayList<>();
        for (String id : ids) {
            for (int gateway = 0; gateway < GATEWAYS; gateway++) {
                attempts.add(replays.get(gateway)
                        .claim(id, claim("r-" + id + "-" + gateway, Duration.ofMinutes(5)), letter -> Optional.empty())
                        .handle((letter, refused) -> refused == null ? claimed.add(letter.id()) : null)
                        .thenAccept(alone -> assertThat(alone).as(id).isIn(null, true)));
            }
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new));
        assertThat(all).succeedsWithin(LIMIT);
        assertThat(claimed).hasSize(letters);
        ids.forEach(id -> assertThat(find(1, id).replays().attempts()).as(id).isEqualTo(1));
    }

    @Test
    void aGatewayThatStartsLeavesTheClaimsOfOthersAlone() {
        store(0, "1");
        get(replays.get(0).claim("1", claim("r-1", Duration.ofMinutes(5)), letter -> Optional.empty()));
        gateway(pools.get(2), 100_000);
        assertThat(get(replays.get(GATEWAYS).due(due())))
                .as("has looked for abandoned claims")
                .isEmpty();
        assertThat(find(1, "1").replays().state()).isEqualTo(LetterState.REPLAYING);
        get(replays.get(0).end("1", end("r-1")));
        assertThat(find(1, "1").replays().state()).isEqualTo(LetterState.REPLAYED);
    }

    @Test
    @DisplayName("a clock that is wrong by an hour neither ends the claim of another gateway nor makes one last")
    void claimsEndByTheClockOfTheDatabase() {
        store(0, "1");
        Instant past = Instant.now().minus(Duration.ofHours(1));
        get(replays.get(0)
                .claim("1", new ReplayClaim("r-1", "ops", past, past.plusSeconds(60)), letter -> Optional.empty()));
        Instant future = Instant.now().plus(Duration.ofHours(1));
        ReplayClaim ahead = new ReplayClaim("r-2", "ops", future, future.plusSeconds(60));
        assertRefused(replays.get(1).claim("1", ahead, letter -> Optional.empty()), Reason.NOT_WAITING);

        new JdbcTemplate(pools.get(2)).update("update dead_letters set lease_until = now() - interval '1 second'");
        get(replays.get(1).due(due()));
        Replays after = find(0, "1").replays();
        assertThat(after.state()).isEqualTo(LetterState.WAITING);
        assertThat(after.mayHaveRun()).as("its gateway may have made the call").isTrue();
    }

    @Test
    void whoClaimsALetterWhileAnotherGatewayJudgesItWaitsAndIsRefused() {
        store(0, "1");
        CompletableFuture<CompletableFuture<DeadLetter>> meanwhile = new CompletableFuture<>();
        ReplayClaim second = claim("r-2", Duration.ofMinutes(5));
        CompletableFuture<DeadLetter> first = replays.get(0).claim("1", claim("r-1", Duration.ofMinutes(5)), letter -> {
            meanwhile.complete(replays.get(1).claim("1", second, same -> Optional.empty()));
            return Optional.empty();
        });
        assertThat(get(first).id()).isEqualTo("1");
        assertRefused(get(meanwhile), Reason.NOT_WAITING);
        assertThat(find(0, "1").replays().attempts()).isEqualTo(1);
        assertThat(find(0, "1").replays().last().orElseThrow().requestId()).isEqualTo("r-1");
    }

    @Test
    @DisplayName("of two letters that two gateways wrote of one call one is replayed, whoever is first")
    void aCallOfTwoLettersIsMadeOnce() {
        int calls = 100;
        Function<DeadLetter, Optional<ReplayRefusal>> rule =
                letter -> letter.replays().mayHaveRun()
                        ? Optional.of(new ReplayRefusal(Reason.MAY_HAVE_RUN, "no"))
                        : Optional.empty();
        List<CompletableFuture<Boolean>> claims = new ArrayList<>();
        for (int i = 1000; i < 1000 + calls; i++) {
            for (int gateway = 0; gateway < 2; gateway++) {
                get(stores.get(gateway).store(ofRequest("call-" + i, i + "-" + gateway, Outcome.UNAVAILABLE)));
            }
        }
        for (int i = 1000; i < 1000 + calls; i++) {
            for (int gateway = 0; gateway < 2; gateway++) {
                claims.add(replays.get(1 - gateway)
                        .claim(i + "-" + gateway, claim("r-" + i + "-" + gateway, Duration.ofMinutes(5)), rule)
                        .handle((letter, refused) -> refused == null));
            }
        }
        assertThat(claims.stream().filter(SharedDeadLettersIT::get)).hasSize(calls);
        List<DeadLetter> all = get(stores.get(0).list(DeadLetterFilter.ALL, 2 * calls, Optional.empty()))
                .entries();
        assertThat(all)
                .hasSize(2 * calls)
                .allMatch(letter -> letter.replays().state() == LetterState.REPLAYING
                        || letter.replays().mayHaveRun());
        assertThat(get(replays.get(2).due(due()))).as("nor by itself").isEmpty();
    }

    @Test
    @DisplayName("a call that may have run at the second gateway is not made anew for the letter of the first")
    void aCallThatMayHaveRunElsewhereMayHaveRun() {
        get(stores.get(0).store(ofRequest("one", "1", Outcome.UNAVAILABLE)));
        get(stores.get(1).store(ofRequest("one", "2", Outcome.TIMED_OUT)));
        get(stores.get(1).store(ofRequest("other", "3", Outcome.UNAVAILABLE)));
        assertThat(judged("1")).isTrue();
        assertThat(find(2, "1").replays().mayHaveRun()).as("is kept").isTrue();
        assertThat(judged("3")).as("another call").isFalse();
    }

    /** Whether a letter may have run, as the rule is told of it. */
    private boolean judged(String id) {
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        CompletableFuture<DeadLetter> claim = replays.get(2).claim(id, claim("r", Duration.ofMinutes(5)), letter -> {
            told.complete(letter.replays().mayHaveRun());
            return Optional.of(new ReplayRefusal(Reason.TOOL_GONE, "not asked for"));
        });
        assertRefused(claim, Reason.TOOL_GONE);
        return get(told);
    }

    private static DeadLetter ofRequest(String request, String id, Outcome outcome) {
        return new DeadLetter(
                id,
                request,
                Instant.now(),
                "files",
                "read",
                "anonymous",
                outcome,
                "UNKNOWN",
                "failed",
                Optional.empty(),
                "{\"path\": \"a\"}");
    }

    @Test
    void theBoundIsThatOfAllTogether() {
        for (int i = 0; i < GATEWAYS; i++) {
            gateway(pools.get(i), 20);
        }
        List<CompletableFuture<Void>> stored = IntStream.range(100, 250)
                .mapToObj(i -> stores.get(GATEWAYS + i % GATEWAYS).store(letter(Integer.toString(i))))
                .toList();
        stored.forEach(SharedDeadLettersIT::get);
        for (int i = 0; i < GATEWAYS; i++) {
            get(stores.get(GATEWAYS + i).expire());
            assertThat(stores.get(GATEWAYS + i).lost()).isZero();
        }
        assertThat(get(stores.get(0).count())).isBetween(1L, 20L);
        assertThat(get(stores.get(0).list(DeadLetterFilter.ALL, 1, Optional.empty()))
                        .entries())
                .extracting(DeadLetter::id)
                .containsExactly("249");
    }

    @Test
    void aConnectionThatIsLostLosesNoLetter() {
        store(0, "1");
        new JdbcTemplate(pools.get(2))
                .queryForList(
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                                + " and pid <> pg_backend_pid()");
        List<CompletableFuture<Void>> stored = IntStream.range(10, 40)
                .mapToObj(i -> stores.get(i % GATEWAYS).store(letter(Integer.toString(i))))
                .toList();
        stored.forEach(SharedDeadLettersIT::get);
        assertThat(get(stores.get(0).count())).isEqualTo(31);
    }

    @Test
    @DisplayName("a full disk loses what is not acknowledged, says so, and is over by itself")
    void aFullDiskIsSaidAndOverByItself() {
        store(0, "1");
        JdbcTemplate jdbc = new JdbcTemplate(pools.get(2));
        jdbc.execute("create function full_disk() returns trigger language plpgsql as $$ begin raise exception using"
                + " errcode = 'disk_full', message = 'No space left on device'; end $$");
        jdbc.execute(
                "create trigger full_disk before insert on dead_letters for each row execute function full_disk()");
        assertThat(stores.get(1).store(letter("2"))).failsWithin(LIMIT);
        assertThat(stores.get(1).problem()).isPresent();
        assertThat(stores.get(1).lost()).isEqualTo(1);
        assertThat(get(stores.get(1).count())).isEqualTo(1);
        jdbc.execute("drop trigger full_disk on dead_letters");
        await().atMost(LIMIT).until(() -> stores.get(1).problem().isEmpty());
        store(1, "3");
        assertThat(get(stores.get(0).count()))
                .as("those that were acknowledged")
                .isEqualTo(2);
    }

    private void store(int gateway, String id) {
        get(stores.get(gateway).store(letter(id)));
    }

    private static DeadLetter letter(String id) {
        return DeadLetterReplaysTest.letter(id, Outcome.UNAVAILABLE, Withheld.NOTHING, Instant.now());
    }

    private DeadLetter find(int gateway, String id) {
        return get(stores.get(gateway).find(id)).orElseThrow();
    }

    private static DueLetters due() {
        Instant now = Instant.now();
        return new DueLetters(
                now, now.plusSeconds(600), now, now.minusSeconds(3600), 5, List.of("files"), List.of(), 10);
    }

    private static ReplayClaim claim(String requestId, Duration lasting) {
        Instant now = Instant.now();
        return new ReplayClaim(requestId, "ops", now, now.plus(lasting));
    }

    private static ReplayEnd end(String requestId) {
        return new ReplayEnd(requestId, Instant.now(), Outcome.SUCCESS, "fine", true, true, Optional.empty());
    }

    private static void assertRefused(CompletableFuture<DeadLetter> claim, Reason reason) {
        assertThatThrownBy(() -> claim.get(60, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        ReplayRefusedException.class,
                        refused -> assertThat(refused.refusal().reason()).isEqualTo(reason));
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
