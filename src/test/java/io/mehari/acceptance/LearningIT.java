package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway that learns from calls, and one that does not. */
class LearningIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String NO_SERVERS = "{\"mcpServers\": {}}";
    private static final Map<String, String> ON =
            Map.of("mehari.learning.enabled", "true", "mehari.learning.period", "200ms");

    @TempDir
    Path directory;

    @Test
    @ChangesBehaviour("mehari.learning.enabled")
    @DisplayName("S2.2, S2.6: calls are recorded by batches, and what was learnt is there after a restart")
    void sumsOfToolsAreKeptOverARestart() throws IOException {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(directory, NO_SERVERS, ON)) {
            for (int i = 0; i < 13; i++) {
                assertThat(gateway.post("/camel/text_statistics", "{\"text\": \"one two\"}")
                                .statusCode())
                        .isEqualTo(200);
            }
            assertThat(gateway.post("/camel/no-such-tool", "{}").statusCode()).isEqualTo(404);
            awaitCalls(gateway, 13);
            JsonNode tool = data(gateway).path("tools").get(0);
            assertThat(tool.path("tool").asText()).isEqualTo("text_statistics");
            assertThat(tool.path("success_count").asLong()).isEqualTo(13);
            assertThat(tool.path("total_latency_ms").asDouble()).isPositive();
            assertThat(data(gateway).at("/records/lost").asLong()).isZero();
            assertThat(gateway.get("/metrics/prometheus").body()).contains("mehari_learning_records_total");
        }
        try (GatewayUnderTest gateway = GatewayUnderTest.start(directory, NO_SERVERS, ON)) {
            gateway.post("/camel/text_statistics", "{\"text\": \"three\"}");
            awaitCalls(gateway, 14);
        }
    }

    @Test
    void whereItIsOffThereIsNothingOfIt() throws IOException {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(directory, NO_SERVERS)) {
            gateway.post("/camel/text_statistics", "{\"text\": \"one\"}");
            assertThat(data(gateway).path("enabled").asBoolean(true)).isFalse();
            assertThat(data(gateway).path("tools")).isEmpty();
            assertThat(gateway.get("/api/v1/admin/routes/statistics").body()).doesNotContain("learning-");
        }
        assertThat(Files.exists(directory.resolve("dead-letters").resolve("learning")))
                .isFalse();
    }

    private static void awaitCalls(GatewayUnderTest gateway, long calls) {
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(
                                data(gateway).at("/tools/0/total_calls").asLong())
                        .isEqualTo(calls));
    }

    private static JsonNode data(GatewayUnderTest gateway) throws IOException {
        return Json.read(gateway.get("/api/v1/learning").body()).path("data");
    }
}
