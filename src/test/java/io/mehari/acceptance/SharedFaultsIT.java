package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.acceptance.SharedFault.Beside;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.PlainClient;
import io.mehari.support.PostgresProgram;
import io.mehari.support.RedisProgram;
import io.mehari.support.Trials;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls go on at an even pace while the Redis and the PostgreSQL beside their gateway are stopped, stand still, are full, let nobody
 * in, or hold what is not the gateway's. Everything that the gateway can share is on. No call fails, none takes longer than {@link
 * MixedCallers} bears, and nothing is lost that was acknowledged.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class SharedFaultsIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int CALLERS = 6;
    private static final int NAMES = 20;

    @TempDir
    static Path directory;

    private static Beside beside;
    private static ChaosServer server;
    private static GatewayUnderTest gateway;
    private static MixedCallers callers;

    @BeforeAll
    static void start() {
        beside = new Beside(RedisProgram.started(), PostgresProgram.started(directory));
        beside.postgres().database("mehari");
        beside.postgres().execute("postgres", "alter database mehari set synchronous_commit = on");
        server = new ChaosServer();
        gateway = GatewayUnderTest.start(
                        directory,
                        MixedCallers.servers(server.url(), "1s", "1s"),
                        everythingShared(beside.redis().url(), beside.postgres().url("mehari"), beside.postgres()))
                .awaitTools(List.of("kept", "plain", "failing"));
        callers = new MixedCallers(new PlainClient(gateway.base()), "call", CALLERS, NAMES);
    }

    @AfterAll
    static void stop() throws Exception {
        callers.close();
        gateway.close();
        gateway = null;
        server.close();
        beside.redis().close();
        beside.postgres().close();
    }

    /** Settings of a gateway that shares what it can. */
    static Map<String, String> everythingShared(String redis, String database, PostgresProgram postgres) {
        return Map.ofEntries(
                Map.entry("mehari.redis.url", redis),
                Map.entry("mehari.database.url", database),
                Map.entry("mehari.database.username", postgres.user()),
                Map.entry("mehari.cache.max-entries", "10"), // so that the tiers behind are asked
                Map.entry("mehari.cache.database.enabled", "true"),
                Map.entry("mehari.learning.enabled", "true"),
                Map.entry("mehari.learning.shared", "true"),
                Map.entry("mehari.learning.share-period", "200ms"),
                Map.entry("mehari.instances.enabled", "true"),
                Map.entry("mehari.rate-limit.enabled", "true"),
                Map.entry("mehari.rate-limit.shared", "true"),
                Map.entry("mehari.rate-limit.calls", "1000000"),
                Map.entry("mehari.rate-limit.burst", "100000"),
                Map.entry("mehari.dead-letters.max-entries", "1000000"));
    }

    /** In every build those that come first, of which the others are kin. */
    static Stream<SharedFault> faults() {
        return Stream.of(SharedFault.values()).limit(Trials.count(6, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void noCallFailsAndNothingIsLost(SharedFault fault) {
        double before = trouble();
        for (int round = 0; round < Trials.count(1, 3); round++) {
            fault.begin(beside);
            try {
                for (int i = 0; i < 3; i++) {
                    callers.awaitAnswers(Trials.count(150, 400));
                    fault.again(beside);
                }
            } finally {
                fault.end(beside);
            }
            callers.awaitAnswers(Trials.count(150, 400));
            awaitWell();
        }
        System.out.printf("%s: %s%n", fault, callers.latencies());
        assertThat(callers.wrong()).isEmpty();
        assertThat(trouble() - before)
                .as("what the gateway noticed")
                .satisfies(
                        noticed -> assertThat(noticed > 0 || !fault.isNoticed()).isTrue());
        assertLettersAreThere();
    }

    /** Nothing is said to be wrong any more, and what stands in the journal by now has been counted. */
    private static void awaitWell() {
        JsonNode records = learned();
        long journaled = records.path("journaled").asLong();
        assertThat(records.path("lost").asLong() + records.path("expired").asLong())
                .as("records that were journaled, or should have been")
                .isZero();
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> learned().path("stored").asLong() >= journaled);
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(gateway.get("/diagnostics").body())
                        .doesNotContain("cache_tier_down", "part_unhealthy", "learning_behind", "learning_not_shared"));
    }

    /** Each failed call that was answered has its letter, but for those that the gateway says it has lost. */
    private static void assertLettersAreThere() {
        Set<String> missing = new HashSet<>(callers.failed());
        assertThat(missing).isNotEmpty();
        beside.postgres().query("mehari", "select request_id from dead_letters").forEach(missing::remove);
        assertThat((double) missing.size()).isLessThanOrEqualTo(metrics("mehari_dead_letters_lost_total"));
    }

    /** What the gateway has counted of faults beside it. */
    private static double trouble() {
        return metrics("mehari_cache_tier_lookups_total{result=\"error\"")
                + metrics("mehari_cache_tier_lookups_total{result=\"skipped\"")
                + metrics("mehari_cache_tier_stores_total{result=\"lost\"")
                + metrics("mehari_cache_tier_unreadable_total")
                + metrics("mehari_database_outages_total");
    }

    private static JsonNode learned() {
        try {
            return Json.read(gateway.get("/api/v1/learning").body()).at("/data/records");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sum of all series whose line begins so. */
    private static double metrics(String beginning) {
        return gateway.get("/metrics/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
