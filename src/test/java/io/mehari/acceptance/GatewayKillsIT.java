package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import io.mehari.protocol.Json;
import io.mehari.support.Databases;
import io.mehari.support.GatewayProcess;
import io.mehari.support.PlainClient;
import io.mehari.support.Trials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A whole gateway is killed under load, again and again: each start finds every dead letter whose call was answered, every result
 * that it had said to have kept, and counts every call that it had said to have written down, once.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class GatewayKillsIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int CALLERS = 3;

    @TempDir
    Path directory;

    /** Calls that have reached the server: more cannot have been learnt from. */
    private final AtomicLong sent = new AtomicLong();

    private final List<String> called = new ArrayList<>();
    private final Set<String> failed = new HashSet<>();
    private Said all = new Said(0, 0, 0);
    private Databases database;
    private String url;

    /** What a gateway has said of itself since its start. */
    private record Said(long kept, long journaled, long lostLetters) {
        Said and(Said more) {
            return new Said(kept + more.kept, journaled + more.journaled, lostLetters + more.lostLetters);
        }
    }

    @ParameterizedTest(name = "S0.2, S2.2, S0.13: on {0}")
    @EnumSource
    @DisplayName("nothing that was acknowledged is lost by kills")
    void nothingThatWasAcknowledgedIsLost(Databases kind) throws Exception {
        database = kind;
        url = kind.url(directory.resolve("seen"));
        try (ChaosServer server = new ChaosServer((headers, message) -> sent.incrementAndGet());
                GatewayProcess gateway =
                        GatewayProcess.start(directory, MixedCallers.servers(server.url(), "1h", "1h"), settings())) {
            for (int kill = 1; kill <= Trials.count(1, 10); kill++) {
                gateway.awaitTools("kept", "plain", "failing");
                loadAndKill(gateway, kill);
                assertThat(resultsInDatabase()).isGreaterThanOrEqualTo(all.kept());
                gateway.startAgain();
                gateway.awaitTools("kept", "plain", "failing");
                assertLettersAreThere(gateway.client());
                assertLearntOnce(gateway.client());
                assertResultsAreThere(gateway.client());
            }
            assertThat(all.kept()).isPositive();
            assertThat(all.journaled()).isPositive();
            System.out.printf(
                    "kills on %s: %d results said to be kept, %d records journaled, %d letters, none lost%n",
                    kind, all.kept(), all.journaled(), failed.size());
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "mehari.cache.database.enabled", "true",
                "mehari.learning.enabled", "true"));
        if (database == Databases.POSTGRESQL) {
            settings.put("mehari.database.url", url);
            settings.put("mehari.database.username", "postgres");
        }
        return settings;
    }

    /** What it says last before it is killed is what it has acknowledged. */
    private void loadAndKill(GatewayProcess gateway, int kill) throws InterruptedException {
        Said last = new Said(0, 0, 0);
        try (MixedCallers callers = new MixedCallers(gateway.client(), "kill" + kill + "-", CALLERS, 0)) {
            int until = 300 + 41 * kill;
            while (callers.answers() < until || last.kept() == 0 || last.journaled() == 0) {
                callers.awaitAnswers(1);
                assertThat(callers.wrong()).isEmpty();
                last = said(gateway.client());
            }
            gateway.kill();
            callers.close();
            called.addAll(callers.kept());
            failed.addAll(callers.failed());
        }
        all = all.and(last);
    }

    /** The answer to a failed call leaves when its letter is kept. */
    private void assertLettersAreThere(PlainClient client) {
        Set<String> missing = new HashSet<>(failed);
        assertThat(missing).isNotEmpty();
        String path = "/api/v1/admin/dead-letters?limit=200";
        for (String next = ""; next != null; ) {
            JsonNode page = data(client, path + next);
            page.path("dead_letters")
                    .forEach(letter -> missing.remove(letter.path("request_id").asText()));
            next = page.hasNonNull("next") ? "&before=" + page.path("next").asText() : null;
        }
        assertThat(all.lostLetters()).isZero();
        assertThat(missing).as("letters of calls that were answered").isEmpty();
    }

    private void assertLearntOnce(PlainClient client) {
        long most = sent.get();
        await().atMost(LIMIT).untilAsserted(() -> {
            JsonNode learnt = data(client, "/api/v1/learning");
            long calls = 0;
            for (JsonNode tool : learnt.path("tools")) {
                calls += tool.path("total_calls").asLong();
            }
            assertThat(learnt.path("loaded").asBoolean()).isTrue();
            assertThat(learnt.at("/records/waiting").asLong()).isZero();
            assertThat(calls).isBetween(all.journaled(), most);
        });
    }

    /** Looks at a copy of a file, so that the gateway itself is the first who opens that after the kill. */
    private long resultsInDatabase() throws IOException {
        if (database == Databases.H2) {
            Files.createDirectories(directory.resolve("seen"));
            Files.copy(
                    directory.resolve("data/mehari.mv.db"),
                    directory.resolve("seen/mehari.mv.db"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        try (HikariDataSource pool = Databases.at(url)) {
            return new JdbcTemplate(pool).queryForObject("select count(*) from cached_results", Long.class);
        }
    }

    /**
     * The memory of a gateway that has just started is empty: what is a hit comes from the database. On a busy machine some lookups
     * take too long, and are no hits for that; what is found is whole.
     */
    private void assertResultsAreThere(PlainClient client) {
        assertThat(called).anyMatch(call -> MixedCallers.isHit(client, call));
        called.forEach(call -> MixedCallers.isHit(client, call));
        assertThat(client.get("/metrics/prometheus").body())
                .containsPattern("mehari_cache_tier_unreadable_total\\{tier=\"database\"} 0(\\.0)?\\n");
    }

    private static Said said(PlainClient client) {
        long kept = 0;
        long lost = 0;
        for (String line : client.get("/metrics/prometheus").body().split("\n")) {
            kept += line.startsWith("mehari_cache_tier_stores_total{result=\"kept\"") ? value(line) : 0;
            lost += line.startsWith("mehari_dead_letters_lost_total ") ? value(line) : 0;
        }
        return new Said(
                kept, data(client, "/api/v1/learning").at("/records/journaled").asLong(), lost);
    }

    private static long value(String line) {
        return (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static JsonNode data(PlainClient client, String path) {
        try {
            return Json.read(client.get(path).body()).path("data");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
