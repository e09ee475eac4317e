package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.RedisProgram;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One idempotency key at two gateways on one Redis, as their users see it. */
@Timeout(120)
class SharedKeysOverHttpIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String TOOL = "/api/v1/tools/camel/current_time";

    @TempDir
    Path directory;

    @Test
    @ChangesBehaviour("mehari.rest.idempotency.shared")
    void aCallRunsOnceWhicheverGatewayIsAsked() throws Exception {
        try (RedisProgram redis = RedisProgram.started();
                GatewayUnderTest one = gateway("one", redis, true);
                GatewayUnderTest two = gateway("two", redis, true);
                GatewayUnderTest alone = gateway("three", redis, false)) {
            awaitKept(one);
            awaitKept(two);
            JsonNode first = json(call(one, "k", "first"));
            HttpResponse<String> again = call(two, "k", "second");
            assertThat(again.headers().firstValue("idempotency-replayed")).contains("true");
            assertThat(json(again).path("request_id").asText()).isEqualTo("first");
            assertThat(json(again).path("data")).isEqualTo(first.path("data"));
            assertThat(call(alone, "k", "third").headers().firstValue("idempotency-replayed"))
                    .as("off by default")
                    .isEmpty();
            assertThat(two.send(two.request(TOOL)
                                    .header("Idempotency-Key", "k")
                                    .POST(BodyPublishers.ofString("{\"zone\":\"Asia/Shanghai\"}")))
                            .statusCode())
                    .isEqualTo(409);

            redis.stop();
            HttpResponse<String> refused = call(two, "another", "fourth");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("idempotency-kept")).contains("false");
            assertThat(refused.body()).contains("mehari.rest.idempotency.shared");
            call(two, "another", "fifth");
            call(two, "another", "sixth");
            assertThat(two.get("/diagnostics").body()).contains("\"kind\":\"idempotency_not_shared\"");
            assertThat(call(one, "k", "seventh").statusCode())
                    .as("it has it itself")
                    .isEqualTo(200);
            assertThat(two.post(TOOL, "{}").statusCode()).as("without a key").isEqualTo(200);
        }
    }

    @Test
    void withoutARedisIsSaid() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("one"));
        try (GatewayUnderTest gateway = GatewayUnderTest.start(
                folder,
                "{\"mcpServers\":{}}",
                Map.of(
                        "mehari.rest.idempotency.shared",
                        "true",
                        "mehari.rate-limit.enabled",
                        "true",
                        "mehari.rate-limit.shared",
                        "true",
                        "mehari.mcp.forwarding.enabled",
                        "true",
                        "mehari.mcp.forwarding.secret",
                        "a secret that all instances share"))) {
            assertThat(call(gateway, "k", "first").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/diagnostics").body())
                    .contains("idempotency_not_shared", "rate_limit_not_shared", "sessions_not_shared");
        }
    }

    /** Until it has connected to Redis, calls with a key are refused. */
    private static void awaitKept(GatewayUnderTest gateway) {
        await().atMost(LIMIT).until(() -> {
            HttpResponse<String> answer = call(gateway, "warm " + gateway.base().getPort(), "warm");
            return answer.statusCode() == 200;
        });
    }

    private GatewayUnderTest gateway(String name, RedisProgram redis, boolean shared) throws IOException {
        return GatewayUnderTest.start(
                Files.createDirectories(directory.resolve(name)),
                "{\"mcpServers\":{}}",
                Map.of("mehari.redis.url", redis.url(), "mehari.rest.idempotency.shared", Boolean.toString(shared)));
    }

    private static HttpResponse<String> call(GatewayUnderTest gateway, String key, String requestId) {
        return gateway.send(gateway.request(TOOL)
                .header("Idempotency-Key", key)
                .header("X-Request-Id", requestId)
                .POST(BodyPublishers.ofString("{}")));
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return Json.read(response.body());
    }
}
