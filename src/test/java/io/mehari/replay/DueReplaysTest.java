package io.mehari.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.deadletter.DeadLetter;
import io.mehari.deadletter.DeadLetterReplaySettings;
import io.mehari.deadletter.DeadLetterReplays;
import io.mehari.deadletter.DeadLetterSettings;
import io.mehari.deadletter.DeadLetters;
import io.mehari.deadletter.ReplayClaim;
import io.mehari.deadletter.ReplayEnd;
import io.mehari.monitoring.Heartbeats;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.FakeUpstream;
import io.mehari.support.Tools;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Which letters are replayed by themselves, by the settings. */
class DueReplaysTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

    @TempDir
    Path directory;

    private final AtomicBoolean turn = new AtomicBoolean(true);
    private final ToolCatalog catalog = new ToolCatalog();
    private final Upstreams upstreams = new Upstreams();
    private final FakeUpstream files = new FakeUpstream("files");
    private DeadLetters letters;
    private DeadLetterReplays replays;

    @BeforeEach
    void open() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(
                "jdbc:h2:mem:" + directory.getFileName() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        Flyway.configure().dataSource(database).load().migrate();
        letters = new DeadLetters(database, settings(Map.of()), Clock.systemUTC());
        replays = new DeadLetterReplays(letters, database);
        upstreams.add(files);
        catalog.replace(ToolSource.of(Tools.settings("files")), List.of(Tools.definition("read")));
        store("1", Duration.ofMinutes(30), "NETWORK");
        store("2", Duration.ofMinutes(2), "TIMEOUT");
        store("3", Duration.ofSeconds(40), "NETWORK");
        store("4", Duration.ofSeconds(10), "NETWORK");
    }

    @AfterEach
    void close() {
        letters.close();
    }

    @Test
    void takesThoseOfServersThatAreReady() throws Exception {
        assertThat(due(Map.of())).containsExactly("1", "2", "3");
        files.state(UpstreamState.JOINING, "down");
        assertThat(due(Map.of())).isEmpty();
    }

    @Test
    @ChangesBehaviour("mehari.dead-letters.replay.batch")
    void takesNoMoreThanABatch() throws Exception {
        assertThat(due(Map.of("batch", "2"))).containsExactly("1", "2");
    }

    @Test
    @ChangesBehaviour("mehari.dead-letters.replay.delay")
    void waitsForADelay() throws Exception {
        assertThat(due(Map.of("delay", "5s"))).containsExactly("1", "2", "3", "4");
    }

    @Test
    @ChangesBehaviour("mehari.dead-letters.replay.max-age")
    void leavesOldOnesToPeople() throws Exception {
        assertThat(due(Map.of("max-age", "10m"))).containsExactly("2", "3");
    }

    @Test
    @ChangesBehaviour("mehari.dead-letters.replay.categories")
    void takesTheCategoriesThatAreNamed() throws Exception {
        assertThat(due(Map.of("categories", "TIMEOUT"))).containsExactly("2");
    }

    @Test
    @ChangesBehaviour("mehari.dead-letters.replay.max-attempts")
    void leavesThoseToPeopleThatHaveFailedTooOften() throws Exception {
        get(replays.claim("1", new ReplayClaim("r", "ops", NOW, NOW.plusSeconds(9)), letter -> Optional.empty()));
        get(replays.end("1", new ReplayEnd("r", NOW, Outcome.UNAVAILABLE, "down", false, false, Optional.of(NOW))));
        assertThat(due(Map.of("max-attempts", "2"))).contains("1");
        assertThat(due(Map.of("max-attempts", "1"))).containsExactly("2", "3");
    }

    @Test
    @ChangesBehaviour("mehari.dead-letters.replay.max-delay")
    void pausesGrowUpToALimit() {
        DeadLetterReplaySettings defaults = settings(Map.of()).replay();
        assertThat(defaults.pause(1)).isEqualTo(Duration.ofMinutes(1));
        assertThat(defaults.pause(100)).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings(Map.of("max-delay", "45s")).replay().pause(1)).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void takesNothingWhileAnEarlierListIsWorkedOff() throws Exception {
        DueReplays due = due(settings(Map.of()));
        Exchange first = take(due);
        assertThat(take(due).getMessage().getBody(List.class)).isEmpty();
        UnitOfWorkHelper.doneSynchronizations(
                first, first.getExchangeExtension().handoverCompletions());
        assertThat(take(due).getMessage().getBody(List.class)).hasSize(3);
    }

    private List<String> due(Map<String, String> keys) throws Exception {
        List<?> ids = take(due(settings(keys))).getMessage().getBody(List.class);
        return ids.stream().map(String.class::cast).toList();
    }

    @Test
    void takesNothingWhileAnotherGatewayDoesThat() throws Exception {
        turn.set(false);
        DueReplays due = due(settings(Map.of()));
        assertThat(take(due).getMessage().getBody(List.class)).isEmpty();
        turn.set(true);
        assertThat(take(due).getMessage().getBody(List.class)).hasSize(3);
    }

    private DueReplays due(DeadLetterSettings settings) {
        return new DueReplays(
                replays,
                settings.replay(),
                upstreams,
                catalog,
                new Heartbeats(System::nanoTime),
                Clock.fixed(NOW, ZoneOffset.UTC),
                turn::get);
    }

    private static Exchange take(DueReplays due) throws Exception {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        CompletableFuture<Void> done = new CompletableFuture<>();
        due.process(exchange, doneSync -> done.complete(null));
        get(done);
        return exchange;
    }

    private static DeadLetterSettings settings(Map<String, String> keys) {
        Map<String, String> whole = new HashMap<>();
        keys.forEach((key, value) -> whole.put("mehari.dead-letters.replay." + key, value));
        return new Binder(new MapConfigurationPropertySource(whole))
                .bindOrCreate("mehari.dead-letters", DeadLetterSettings.class);
    }

    private void store(String id, Duration ago, String category) throws Exception {
        get(letters.store(new DeadLetter(
                id,
                "request-" + id,
                NOW.minus(ago),
                "files",
                "read",
                "ci",
                Outcome.UNAVAILABLE,
                category,
                "files is down",
                Optional.empty(),
                "{}")));
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }
}
