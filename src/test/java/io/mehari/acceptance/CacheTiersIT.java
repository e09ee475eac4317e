package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.RedisProgram;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cache of whole gateways on one Redis, each with its database; seen through HTTP alone. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class CacheTiersIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Consumer<ObjectNode> STALE =
            cache -> cache.put("ttl", "8s").put("staleWhileRevalidate", "1h");

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void close() throws Exception {
        callers.shutdownNow();
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    @ChangesBehaviour("mehari.cache.database.enabled")
    void whatOneGatewayHasAskedForAnotherOneKnowsAndItselfAfterARestart() throws Exception {
        RedisProgram redis = opened(RedisProgram.started());
        GatewayUnderTest one = gateway("one", redis);
        assertThat(count(one).hit()).isFalse();
        assertThat(count(one).hit()).as("memory").isTrue();
        GatewayUnderTest two = gateway("two", redis);
        await().atMost(LIMIT).until(() -> keys(redis) == 1);
        Answer shared = count(two);
        assertThat(shared.hit()).as("Redis").isTrue();
        assertThat(shared.text()).isEqualTo("0");

        awaitMetric(one, "mehari_cache_tier_stores_total{result=\"kept\",tier=\"database\"}", 1);
        one.close();
        redis.command("FLUSHALL");
        GatewayUnderTest again = gateway("one", redis);
        Answer kept = count(again);
        assertThat(kept.hit()).as("the database").isTrue();
        assertThat(kept.text()).isEqualTo("0");
        await().atMost(LIMIT).until(() -> keys(redis) == 1);

        assertThat(invalidate(again, "{\"server\":\"echo\",\"tool\":\"count\"}").statusCode())
                .isEqualTo(200);
        await().atMost(LIMIT).until(() -> keys(redis) == 0);
        assertThat(count(again).hit()).isFalse();
    }

    @Test
    void whatIsRemovedInOneGatewayIsGoneInTheOther() throws Exception {
        RedisProgram redis = opened(RedisProgram.started());
        GatewayUnderTest one = gateway("one", redis);
        GatewayUnderTest two = gateway("two", redis);
        await().atMost(LIMIT)
                .until(() -> redis.command("PUBSUB", "NUMSUB", "mcp:cache:invalidation")
                        .contains(":2"));
        count(one);
        await().atMost(LIMIT).until(() -> keys(redis) == 1);
        await().atMost(LIMIT).until(() -> count(two).hit()); // a lookup over the limit of 50 ms is a miss
        assertThat(invalidate(one, "{}").statusCode()).isEqualTo(200);
        await().atMost(LIMIT).until(() -> !count(two).hit());
        assertThat(invalidate(one, "{\"tool\":\"count\"}").statusCode()).isEqualTo(422);
        assertThat(invalidate(one, "{\"key\":\"*\"}").statusCode()).isEqualTo(422);
    }

    @Test
    void noCallFailsWhileRedisIsGoneAndTheDiagnosisSaysSo() throws Exception {
        RedisProgram redis = opened(RedisProgram.started());
        GatewayUnderTest gateway = gateway("one", redis);
        count(gateway);
        redis.stop();
        for (int i = 0; i < 50; i++) {
            HttpResponse<String> answer = gateway.post("/echo/echo", "{\"message\":\"m" + i + "\"}");
            assertThat(answer.statusCode()).isEqualTo(200);
        }
        assertThat(gateway.get("/diagnostics").body())
                .contains("cache_tier_down")
                .contains("cache/redis");
        redis.start();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
            gateway.post("/echo/echo", "{\"message\":\"" + System.nanoTime() + "\"}");
            return keys(redis) > 0;
        });
        assertThat(gateway.get("/diagnostics").body()).doesNotContain("cache_tier_down");
    }

    @Test
    @ChangesBehaviour("mehari.cache.join-wait")
    void callsAlikeAtTheSameTimeRunOnce() throws Exception {
        GatewayUnderTest joined = gateway("one", Map.of());
        assertThat(sleepers(joined)).as("one runs, the others wait for it").isEqualTo(1);
        GatewayUnderTest alone = gateway("two", Map.of("mehari.cache.join-wait", "0"));
        assertThat(sleepers(alone)).as("each runs").isEqualTo(5);
    }

    @Test
    void callsAlikeAtTheSameTimeRunOnceInAllGateways() throws Exception {
        RedisProgram redis = opened(RedisProgram.started());
        List<GatewayUnderTest> gateways =
                List.of(gateway("one", redis), gateway("two", redis), gateway("three", redis));
        gateways.forEach(gateway -> answer(gateway.post("/api/v1/tools/echo/echo", "{\"message\":\"first\"}")));
        List<CompletableFuture<Answer>> answers = IntStream.range(0, 60)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> answer(gateways.get(i % 3)
                                .post("/api/v1/tools/echo/sleep", "{\"millis\":1500,\"id\":\"once\"}")),
                        callers))
                .toList();
        answers.forEach(answer -> assertThat(answer.join().text()).isEqualTo("slept"));
        assertThat(executions("once")).isEqualTo(1);
        assertThat(answers.stream().filter(answer -> !answer.join().hit())).hasSize(1);
        redis.pause(); // then each gateway is by itself
        List<CompletableFuture<Answer>> alone = IntStream.range(0, 30)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> answer(gateways.get(i % 3)
                                .post("/api/v1/tools/echo/sleep", "{\"millis\":1500,\"id\":\"alone\"}")),
                        callers))
                .toList();
        alone.forEach(answer -> assertThat(answer.join().text()).isEqualTo("slept"));
        redis.resume();
        assertThat(executions("alone")).isEqualTo(3);
    }

    @Test
    void anOldResultIsGivenAtOnceAndRenewedByOneCallOfAllGateways() throws Exception {
        RedisProgram redis = opened(RedisProgram.started());
        Map<String, String> settings = Map.of("mehari.redis.url", redis.url());
        List<GatewayUnderTest> gateways = List.of(gateway("one", settings, STALE), gateway("two", settings, STALE));
        String call = "{\"millis\":700,\"id\":\"renewed\"}";
        for (GatewayUnderTest gateway : gateways) {
            answer(gateway.post("/api/v1/tools/echo/sleep", call));
        }
        assertThat(executions("renewed")).isEqualTo(1);
        for (GatewayUnderTest gateway : gateways) {
            await().atMost(LIMIT).until(() -> isStale(gateway.post("/api/v1/tools/echo/sleep", call)));
        }
        List<CompletableFuture<HttpResponse<String>>> stale = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> gateways.get(i % 2).post("/api/v1/tools/echo/sleep", call), callers))
                .toList();
        stale.forEach(answer -> assertThat(answer(answer.join()).hit()).isTrue());
        for (GatewayUnderTest gateway : gateways) {
            awaitMetric(gateway, "mehari_cache_renewals_total{result=\"renewed\"}", 1);
        }
        assertThat(executions("renewed")).as("one renewal for both").isEqualTo(2);
        assertThat(gateways.get(0).get("/metrics/prometheus").body())
                .contains("mehari_cache_tool_hits_total{server=\"echo\",tool=\"sleep\"}");
    }

    @Test
    void anOldResultIsGivenFromRedisToo() throws Exception {
        RedisProgram redis = opened(RedisProgram.started());
        Map<String, String> settings = Map.of("mehari.redis.url", redis.url());
        Consumer<ObjectNode> shortly = cache -> cache.put("ttl", "1ms").put("staleWhileRevalidate", "30m");
        count(gateway("one", settings, shortly));
        await().atMost(LIMIT).until(() -> keys(redis) == 1);
        GatewayUnderTest two = gateway("two", settings, shortly);
        assertThat(isStale(two.post("/api/v1/tools/echo/count", "{}"))).isTrue();
        awaitMetric(two, "mehari_cache_renewals_total{result=\"renewed\"}", 1);
    }

    @Test
    @ChangesBehaviour("mehari.cache.renewals")
    void noMoreResultsAreRenewedAtATimeThanMayBe() throws Exception {
        GatewayUnderTest gateway = gateway(
                "one",
                Map.of("mehari.cache.renewals", "1"),
                cache -> cache.put("ttl", "1ms").put("staleWhileRevalidate", "1h"));
        List<String> calls = List.of("{\"millis\":1500}", "{\"millis\":1501}");
        calls.forEach(call -> answer(gateway.post("/api/v1/tools/echo/sleep", call)));
        calls.forEach(call -> assertThat(isStale(gateway.post("/api/v1/tools/echo/sleep", call)))
                .isTrue());
        awaitMetric(gateway, "mehari_cache_renewals_total{result=\"skipped\"}", 1);
        awaitMetric(gateway, "mehari_cache_renewals_total{result=\"renewed\"}", 1);
    }

    @Test
    void aRenewalCountsAgainstNoLimitOfItsCaller() throws Exception {
        GatewayUnderTest gateway = gateway(
                "one",
                Map.of(
                        "mehari.rate-limit.enabled", "true",
                        "mehari.rate-limit.calls", "4",
                        "mehari.rate-limit.burst", "4"),
                cache -> cache.put("ttl", "1ms").put("staleWhileRevalidate", "1h"));
        assertThat(count(gateway).hit()).isFalse();
        awaitMetric(gateway, "mehari_cache_misses_total", 1); // takes longer than the result holds
        assertThat(isStale(gateway.post("/api/v1/tools/echo/count", "{}"))).isTrue();
        awaitMetric(gateway, "mehari_cache_renewals_total{result=\"renewed\"}", 1);
        assertThat(isStale(gateway.post("/api/v1/tools/echo/count", "{}"))).isTrue();
        awaitMetric(gateway, "mehari_cache_renewals_total{result=\"renewed\"}", 2);
        assertThat(count(gateway).hit()).as("the fourth of four").isTrue();
        awaitMetric(gateway, "mehari_cache_stale_hits_total", 3);
    }

    /** Whether the answer says that its time is over, and how old it is. */
    private static boolean isStale(HttpResponse<String> response) {
        boolean stale = response.body().contains("\"stale_age_ms\":");
        assertThat(response.headers().firstValue("age").isPresent()).isEqualTo(stale);
        assertThat(response.statusCode()).isEqualTo(200);
        return stale;
    }

    private long executions(String id) throws IOException {
        return Files.readAllLines(directory.resolve("executions")).stream()
                .filter(id::equals)
                .count();
    }

    /** How many of five calls alike at the same time have not been answered by another one. */
    private static long sleepers(GatewayUnderTest gateway) {
        List<CompletableFuture<Answer>> answers = IntStream.range(0, 5)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> answer(gateway.post("/api/v1/tools/echo/sleep", "{\"millis\":1500}"))))
                .toList();
        return answers.stream().filter(answer -> !answer.join().hit()).count();
    }

    private record Answer(String text, boolean hit) {}

    private static Answer count(GatewayUnderTest gateway) {
        return answer(gateway.post("/api/v1/tools/echo/count", "{}"));
    }

    private static Answer answer(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        try {
            JsonNode json = Json.read(response.body());
            return new Answer(
                    json.at("/data/content/0/text").asText(),
                    json.at("/performance/cache_hit").asBoolean());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> invalidate(GatewayUnderTest gateway, String scope) {
        return gateway.post("/api/v1/admin/cache/invalidate", scope);
    }

    private static long keys(RedisProgram redis) {
        return redis.command("KEYS", "mcp:cache:*")
                .lines()
                .filter(line -> line.startsWith("mcp:cache:"))
                .count();
    }

    private static void awaitMetric(GatewayUnderTest gateway, String name, double atLeast) {
        await().atMost(LIMIT)
                .until(() -> gateway.get("/metrics/prometheus")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith(name + " "))
                        .anyMatch(line -> Double.parseDouble(line.substring(name.length() + 1)) >= atLeast));
    }

    private GatewayUnderTest gateway(String name, RedisProgram redis) throws IOException {
        return gateway(name, Map.of("mehari.redis.url", redis.url(), "mehari.cache.database.enabled", "true"));
    }

    private GatewayUnderTest gateway(String name, Map<String, String> settings) throws IOException {
        return gateway(name, settings, cache -> cache.put("ttl", "5m"));
    }

    private GatewayUnderTest gateway(String name, Map<String, String> settings, Consumer<ObjectNode> cache)
            throws IOException {
        Path folder = Files.createDirectories(directory.resolve(name));
        String server = new Servers()
                .java(
                        "echo",
                        entry -> cache.accept(entry.putObject("cache")),
                        "io.mehari.bench.EchoServer",
                        "--log",
                        directory.resolve("executions").toString())
                .toString();
        return opened(
                GatewayUnderTest.start(folder, server, new HashMap<>(settings)).awaitTools(List.of("echo")));
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(0, part);
        return part;
    }
}
