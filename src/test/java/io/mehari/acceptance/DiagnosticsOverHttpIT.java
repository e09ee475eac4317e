package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.acceptance.CallAnswer.Form;
import io.mehari.support.ChangesBehaviour;
import io.mehari.upstream.stdio.FaultyServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S0.15, S1.4, S1.5, S1.7 as a person and a probe see them: one gateway with a server that is well and one that is not. */
class DiagnosticsOverHttpIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static WatchedGateway gateway;

    @BeforeAll
    static void start() {
        RouteEdit routes = RouteEdit.copyTo(directory).write("maintenance/collect-disk.camel.yaml", """
                # Free space where the dead letters are.
                - beans:
                    - name: dataFolder
                      type: java.io.File
                      constructors:
                        0: "."
                - route:
                    id: collect-disk
                    from:
                      uri: direct:collect-disk
                      steps:
                        - bean:
                            ref: dataFolder
                            method: getUsableSpace
                """);
        String servers = new Servers()
                .java("good", FaultyServer.class.getName(), "tools", "errors", "ok")
                .java("gone", FaultyServer.class.getName(), "exit", "3")
                .toString();
        gateway = new WatchedGateway(
                directory,
                servers,
                Map.of(
                        "mehari.routes.directory", routes.directory().toString(),
                        "mehari.maintenance.system-sample-period", "1s",
                        "mehari.alerts.memory", "100",
                        "mehari.health.required[0]", "gone",
                        "mehari.health.groups.letters[0]", "dead-letters"));
        gateway.http().awaitTools(List.of("good"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        gateway = null;
    }

    @Test
    @DisplayName("S1.7: the diagnosis of a gateway with a server that is gone")
    void diagnosesAServerThatIsGone() {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            JsonNode json = gateway.json("/diagnostics");
            assertThat(json.path("status").asText()).isEqualTo("degraded");
            assertThat(json.at("/connection_health").toString()).isEqualTo("{\"gone\":false,\"good\":true}");
            assertThat(json.path("issues").findValuesAsText("kind")).contains("server_not_connected");
            assertThat(json.path("recommendations").toString()).contains("/api/v1/admin/servers/gone/restart");
            assertThat(json.at("/metrics/threads").asInt()).isPositive();
            assertThat(json.path("health_score").asInt()).isBetween(1, 80);
            assertThat(json.at("/connections/gone/last_error").asText()).isNotBlank();
        });
    }

    @Test
    void tellsWhyAToolIsNotAvailable() {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            JsonNode gone = gateway.json("/diagnostics?tool=gone/run");
            assertThat(gone.path("available").asBoolean()).isFalse();
            assertThat(gone.path("answer").asText()).contains("gone is");
        });
        JsonNode good = gateway.json("/diagnostics?tool=good__ok");
        assertThat(good.path("available").asBoolean()).isTrue();
    }

    @Test
    @DisplayName("S0.15: readiness is that of the required server, liveness is not")
    void aRequiredServerDecidesReadiness() {
        HttpResponse<String> ready = gateway.http().get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"not_ready\"", "upstream:gone");
        assertThat(gateway.http().get("/health/live").statusCode()).isEqualTo(200);
        assertThat(gateway.http().get("/health/letters").body()).contains("\"letters\"");
        assertThat(gateway.http().get("/health/absent").statusCode()).isEqualTo(404);
        JsonNode health = gateway.json("/health");
        assertThat(health.path("status").asText()).isEqualTo("unhealthy");
        assertThat(health.at("/checks/redis/status").asText()).isEqualTo("not_configured");
        assertThat(health.at("/checks/database/status").asText()).isEqualTo("healthy");
        assertThat(health.at("/checks").has("vector-store")).isTrue();
        assertThat(health.path("timestamp").asText()).isNotBlank();
    }

    @Test
    @DisplayName("S1.5: a threshold changed while the gateway runs raises an alert, and its end is told")
    void alertsFollowThresholds() {
        assertThat(post("{\"response_time\": 1}").statusCode()).isEqualTo(422);
        assertThat(post("{\"response_time\": 1}").body()).contains("response_time_seconds");
        assertThat(gateway.json("/api/v1/alerts").at("/data/active").isArray()).isTrue();

        assertThat(post("{\"response_time_seconds\": 0.001, \"min_calls\": 1}").statusCode())
                .isEqualTo(200);
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            gateway.call(Form.SHORT, "good", "errors", "{}");
            gateway.call(Form.SHORT, "good", "ok", "{}");
            assertThat(gateway.json("/api/v1/alerts").at("/data/active").findValuesAsText("key"))
                    .contains("response-time:good");
        });
        assertThat(post("{\"response_time_seconds\": 3600}").statusCode()).isEqualTo(200);
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            gateway.call(Form.SHORT, "good", "ok", "{}");
            assertThat(gateway.json("/api/v1/alerts").at("/data/past").findValuesAsText("key"))
                    .contains("response-time:good");
        });
    }

    @Test
    @DisplayName("S1.4: a route from direct:collect-* adds values to samples")
    @ChangesBehaviour("mehari.maintenance.system-sample-period")
    void aRouteCollectsValues() {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            JsonNode metrics = gateway.json("/diagnostics").path("metrics");
            assertThat(metrics.at("/custom/disk").asLong()).isPositive();
            assertThat(metrics.path("samples").asInt()).as("one every second").isGreaterThan(1);
        });
    }

    private static HttpResponse<String> post(String body) {
        return gateway.http()
                .send(gateway.http()
                        .request("/api/v1/admin/alerts/thresholds")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }
}
