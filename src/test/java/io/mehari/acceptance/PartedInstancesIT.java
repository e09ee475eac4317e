package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.PartedLine;
import io.mehari.support.PlainClient;
import io.mehari.support.PostgresProgram;
import io.mehari.support.RedisProgram;
import io.mehari.support.Trials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three gateways that share everything on one Redis and one PostgreSQL, with clocks that differ by an hour, called all the time while
 * first one and then another loses its lines to both. No call fails, and what was told to one of them meanwhile holds for all once
 * they are joined again.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class PartedInstancesIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final List<Duration> AHEAD = List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(-1));
    private static final int CALLERS = 2;
    private static final int NAMES = 20;

    @TempDir
    Path directory;

    private final ChaosServer server = new ChaosServer();
    private final RedisProgram redis = RedisProgram.started();
    private final List<Instance> instances = new ArrayList<>();
    private PostgresProgram postgres;

    /** A gateway, its lines to what is shared, and those who call it. */
    private record Instance(GatewayUnderTest gateway, PartedLine redis, PartedLine database, MixedCallers callers)
            implements AutoCloseable {
        void part() {
            redis.part();
            database.part();
        }

        void join() {
            redis.join();
            database.join();
        }

        PlainClient client() {
            return new PlainClient(gateway.base());
        }

        @Override
        public void close() throws InterruptedException {
            callers.close();
            gateway.close();
            redis.close();
            database.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        postgres = PostgresProgram.started(Files.createDirectories(directory.resolve("database")));
        postgres.database("mehari");
        for (int i = 0; i < AHEAD.size(); i++) {
            instances.add(instance("gateway-" + i, AHEAD.get(i)));
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (Instance each : instances) {
            each.close();
        }
        server.close();
        redis.close();
        postgres.close();
    }

    private Instance instance(String id, Duration ahead) throws IOException {
        PartedLine toRedis = PartedLine.to(redis.url());
        URI database = URI.create(postgres.url("mehari").substring("jdbc:".length()));
        PartedLine toDatabase = PartedLine.to(database.toString());
        Map<String, String> settings = new HashMap<>(SharedFaultsIT.everythingShared(
                toRedis.url(), "jdbc:" + toDatabase.url() + database.getRawPath(), postgres));
        settings.put("mehari.cache.max-entries", "2000"); // so that what is removed would stay where it is not
        settings.put("mehari.instances.id", id);
        settings.put("mehari.instances.heartbeat", "500ms");
        GatewayUnderTest gateway = GatewayUnderTest.start(
                        Files.createDirectories(directory.resolve(id)),
                        MixedCallers.servers(server.url(), "10m", "1s"),
                        settings,
                        context -> context.registerBean(
                                "clock-of-" + id,
                                Clock.class,
                                () -> Clock.offset(Clock.systemUTC(), ahead),
                                bean -> bean.setPrimary(true)))
                .awaitTools(List.of("kept", "plain", "failing"));
        MixedCallers callers = new MixedCallers(new PlainClient(gateway.base()), id + "-", CALLERS, NAMES);
        return new Instance(gateway, toRedis, toDatabase, callers);
    }

    @Test
    @DisplayName(
            "S0.2, S2.6, S0.13: a gateway that lost Redis and the database is like the others once it has them again")
    void whatHappenedWhileTheyWerePartedHoldsForAll() throws Exception {
        for (Instance each : instances) {
            awaitDiagnosis(each, text -> text.contains("Clocks of gateways are ahead of that of Redis"));
        }
        for (int round = 0; round < Trials.count(1, 10); round++) {
            parted(instances.get(0), instances.get(1), "elsewhere-" + round + "-");
            parted(instances.get(1), instances.get(1), "here-" + round + "-");
        }
        for (Instance each : instances) {
            each.callers().close();
            System.out.println(each.callers().latencies());
            assertThat(each.callers().wrong()).isEmpty();
        }
        assertOneView();
        assertLettersAreThere();
    }

    /** Removes results at one gateway while one is parted; each gateway is asked for one that no other one is asked for then. */
    private void parted(Instance parted, Instance remover, String name) {
        for (int i = 0; i < instances.size(); i++) {
            for (Instance each : instances) {
                String call = name + i;
                await(call + " is kept").atMost(LIMIT).until(() -> MixedCallers.isHit(each.client(), call));
            }
        }
        parted.part();
        awaitDiagnosis(parted, text -> text.contains("part_unhealthy"));
        awaitAnswers();
        List<Integer> runs = runs(name);
        remover.gateway().post("/api/v1/admin/cache/invalidate", "{\"server\":\"kept\"}");
        awaitAnswers();
        parted.join();
        for (int i = 0; i < instances.size(); i++) {
            Instance each = instances.get(i);
            String call = name + i;
            int before = runs.get(i);
            await(call + " runs anew").atMost(LIMIT).until(() -> {
                MixedCallers.isHit(each.client(), call);
                return server.runs(call) > before;
            });
        }
        awaitAnswers();
        for (Instance each : instances) {
            awaitDiagnosis(
                    each,
                    text -> Stream.of("cache_tier_down", "part_unhealthy", "learning_behind", "learning_not_shared")
                            .noneMatch(text::contains));
        }
    }

    private List<Integer> runs(String name) {
        return IntStream.range(0, instances.size())
                .map(i -> server.runs(name + i))
                .boxed()
                .toList();
    }

    private void awaitAnswers() {
        instances.forEach(each -> each.callers().awaitAnswers(Trials.count(100, 400)));
    }

    private static void awaitDiagnosis(Instance instance, Predicate<String> wanted) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> instance.gateway().get("/diagnostics").body(), wanted::test);
    }

    /** Each knows of all the calls of all, once, and none of them was lost on the way. */
    private void assertOneView() {
        for (Instance each : instances) {
            JsonNode records = learned(each).path("records");
            assertThat(records.path("lost").asLong() + records.path("expired").asLong())
                    .isZero();
        }
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            Map<String, Long> stored = new TreeMap<>();
            postgres.query("mehari", "select server || ' ' || sum(total_calls) from learning_tools group by server")
                    .forEach(row -> stored.put(row.split(" ")[0], Long.valueOf(row.split(" ")[1])));
            assertThat(stored).containsKeys("kept", "plain", "failing");
            for (Instance each : instances) {
                JsonNode records = learned(each).path("records");
                assertThat(records.path("stored").asLong())
                        .isEqualTo(records.path("journaled").asLong());
                assertThat(totals(each)).isEqualTo(stored);
            }
        });
    }

    private static Map<String, Long> totals(Instance instance) {
        Map<String, Long> totals = new TreeMap<>();
        for (JsonNode tool : learned(instance).path("tools")) {
            totals.merge(tool.path("server").asText(), tool.path("total_calls").asLong(), Long::sum);
        }
        return totals;
    }

    private static JsonNode learned(Instance instance) {
        try {
            return Json.read(instance.gateway().get("/api/v1/learning").body()).path("data");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each failed call that was answered has its letter, but for those that its gateway says it has lost. */
    private void assertLettersAreThere() {
        Set<String> missing = new HashSet<>();
        double lost = 0;
        for (Instance each : instances) {
            missing.addAll(each.callers().failed());
            lost += each.gateway()
                    .get("/metrics/prometheus")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("mehari_dead_letters_lost_total"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
        assertThat(missing).isNotEmpty();
        postgres.query("mehari", "select request_id from dead_letters").forEach(missing::remove);
        assertThat((double) missing.size()).isLessThanOrEqualTo(lost);
    }
}
