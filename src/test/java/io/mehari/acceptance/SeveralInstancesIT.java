package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.LiveClient;
import io.mehari.support.RedisProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two whole gateways on one Redis, the second with a tool more; and one that is to know others without a Redis. */
class SeveralInstancesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String NO_SERVERS = "{\"mcpServers\": {}}";

    @TempDir
    static Path directory;

    private static final int LIVE = GatewayUnderTest.freePort();
    private static RedisProgram redis;
    private static GatewayUnderTest one;
    private static GatewayUnderTest two;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisProgram.started();
        one = gateway("one", Map.of("mehari.live.enabled", "true", "mehari.live.port", Integer.toString(LIVE)));
        Path tools = Files.createDirectories(directory.resolve("routes/tools"));
        Files.writeString(
                tools.resolve("shout.camel.yaml"),
                Files.readString(Path.of("routes/tools/text-statistics.camel.yaml"))
                        .replace("text-statistics", "shout")
                        .replace("text_statistics", "shout"));
        two = gateway(
                "two",
                Map.of("mehari.routes.directory", directory.resolve("routes").toString()));
    }

    @AfterAll
    static void close() {
        two.close();
        one.close();
        redis.close();
    }

    private static GatewayUnderTest gateway(String id, Map<String, String> more) throws IOException {
        Map<String, String> keys = new LinkedHashMap<>(Map.of(
                "mehari.redis.url", redis.url(),
                "mehari.instances.enabled", "true",
                "mehari.instances.id", id,
                "mehari.instances.heartbeat", "200ms",
                "mehari.instances.expiry", "5s",
                "mehari.learning.enabled", "true",
                "mehari.learning.period", "200ms",
                "mehari.learning.shared", "true",
                "mehari.learning.share-period", "300ms"));
        keys.putAll(more);
        return GatewayUnderTest.start(Files.createDirectories(directory.resolve(id)), NO_SERVERS, keys);
    }

    @Test
    @ChangesBehaviour("mehari.instances.enabled")
    @DisplayName("S4.9, S0.15: one global view at each gateway, and the health of Redis")
    void eachShowsAllAndSaysWhatDiffers() {
        for (GatewayUnderTest gateway : List.of(one, two)) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(data(gateway, "/api/v1/instances")
                                    .path("instances")
                                    .findValuesAsText("id"))
                            .containsExactly("one", "two"));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(gateway.get("/diagnostics").body())
                            .contains("Gateways run different route files: "));
            assertThat(json(gateway, "/diagnostics").path("instances").findValuesAsText("id"))
                    .containsExactly("one", "two");
            JsonNode parts = json(gateway, "/health").findPath("redis");
            assertThat(parts.toString()).contains("\"healthy\"");
            assertThat(gateway.get("/health").body()).contains("\"instances\"");
            assertThat(gateway.get("/metrics/prometheus").body())
                    .contains("mehari_instances 2")
                    .contains("mehari_instance_route_sets 2");
        }
        List<JsonNode> held = List.of(one, two).stream()
                .map(gateway -> data(gateway, "/api/v1/instances").at("/locks/0"))
                .toList();
        assertThat(held)
                .allSatisfy(lock -> assertThat(lock.path("name").asText()).isEqualTo("learning-totals"));
        assertThat(held.stream().filter(lock -> lock.path("held").asBoolean())).hasSizeLessThan(2);
    }

    @Test
    @ChangesBehaviour("mehari.learning.shared")
    @DisplayName("S2.6, S2.12: what both learnt is added up, each call once")
    void whatIsLearntIsAddedUp() {
        call(one, 5);
        call(two, 7);
        for (GatewayUnderTest gateway : List.of(one, two)) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(data(gateway, "/api/v1/learning")
                                    .at("/tools/0/total_calls")
                                    .asLong())
                            .isEqualTo(12));
        }
        call(two, 1);
        await().atMost(LIMIT)
                .until(() -> redis.command("GET", "mcp:learning:totals").contains("\"total_calls\":13"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(data(one, "/api/v1/learning")
                                .at("/tools/0/total_calls")
                                .asLong())
                        .isEqualTo(13));
    }

    @Test
    @DisplayName("S0.1: what happens at one is told to those who listen at another")
    void listenersHearOfBoth() {
        try (LiveClient client = await().ignoreExceptions()
                .atMost(LIMIT)
                .until(() -> LiveClient.open("ws://localhost:" + LIVE), opened -> opened != null)) {
            client.call("subscribe", "{'topics': ['config']}");
            assertThat(two.post("/api/v1/admin/routes/reload", "{}").statusCode())
                    .isEqualTo(200);
            JsonNode heard = client.await("a change at the other", message -> isChange(message, "two"));
            assertThat(heard.at("/payload/fingerprint").asText()).hasSize(64);
            assertThat(one.post("/api/v1/admin/routes/reload", "{}").statusCode())
                    .isEqualTo(200);
            client.await("an own change", message -> isChange(message, "one"));
            assertThat(client.call("list_instances", "{}").path("self").asText())
                    .isEqualTo("one");
        }
    }

    @Test
    void withoutARedisTheStartEndsWithARemedy() throws IOException {
        Path own = Files.createDirectories(directory.resolve("none"));
        assertThatThrownBy(() -> GatewayUnderTest.start(own, NO_SERVERS, Map.of("mehari.instances.enabled", "true")))
                .rootCause()
                .hasMessageContaining("mehari.instances.enabled is on, and there is no Redis");
    }

    private static boolean isChange(JsonNode message, String instance) {
        return message.path("type").asText().equals("routes_changed")
                && message.path("instance").asText().equals(instance);
    }

    private static void call(GatewayUnderTest gateway, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(gateway.post("/camel/text_statistics", "{\"text\": \"one two\"}")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static JsonNode data(GatewayUnderTest gateway, String path) {
        return json(gateway, path).path("data");
    }

    private static JsonNode json(GatewayUnderTest gateway, String path) {
        try {
            return Json.read(gateway.get(path).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
