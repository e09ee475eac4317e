package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import io.mehari.upstream.stdio.FaultyServer;
import java.io.IOException;
import java.nio.file.Files;
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

/** Metrics of a gateway as its operators get them. */
class MetricsOverHttpIT {
    /** A tool that is a route, which counts by {@code micrometer:} under a name of its own and under one it may not have. */
    private static final String COUNTING_TOOL = """
            - route:
                id: tool-order
                from:
                  uri: ai-tool:order
                  parameters: {description: Counts orders}
                  steps:
                    - to: {uri: "micrometer:counter:shop.orders", parameters: {metricsDescription: Orders, tags.kind: urgent}}
                    - to: {uri: "micrometer:counter:mehari.calls"}
                    - setBody: {constant: done}
            """;

    /** A fixed route that counts its own runs. */
    private static final String FIXED_ROUTE = """
            - route:
                id: ticking
                from:
                  uri: timer:ticking
                  parameters: {period: 50}
                  steps:
                    - to: {uri: "micrometer:counter:ticks", parameters: {metricsDescription: Ticks}}
            """;

    @TempDir
    static Path directory;

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        RouteEdit routes = RouteEdit.copyTo(directory);
        routes.write("tools/order.camel.yaml", COUNTING_TOOL);
        routes.write("maintenance/ticking.camel.yaml", FIXED_ROUTE);
        String servers = new Servers()
                .java("files", FaultyServer.class.getName(), "tools", "ok", "errors")
                .toString();
        gateway = GatewayUnderTest.start(
                directory,
                servers,
                Map.of(
                        "mehari.routes.directory", routes.directory().toString(),
                        "mehari.metrics.stages", "true",
                        "mehari.metrics.window", "1h"));
        gateway.awaitTools(List.of("files"));
        for (int i = 0; i < 3; i++) {
            assertThat(gateway.post("/files/ok", "{}").statusCode()).isEqualTo(200);
        }
        gateway.post("/files/errors", "{}");
        gateway.post("/files/invented", "{}");
        assertThat(gateway.post("/camel/order", "{}").statusCode()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        gateway = null;
    }

    private static String prometheus() {
        return gateway.get("/metrics/prometheus").body();
    }

    @Test
    @DisplayName("S1.6, S0.14: GET /metrics is JSON")
    void json() throws IOException {
        var response = gateway.get("/metrics");
        assertThat(response.headers().firstValue("content-type").orElseThrow()).startsWith("application/json");
        JsonNode metrics = Json.read(response.body());
        assertThat(metrics.at("/performance/total_requests").asLong()).isEqualTo(6);
        assertThat(metrics.at("/performance/avg_response_time").asDouble()).isPositive();
        assertThat(metrics.at("/error_recovery/total_errors_last_hour").asLong())
                .isEqualTo(1);
        assertThat(metrics.at("/system_health/error_rate").asDouble()).isBetween(0.16, 0.17);
        assertThat(metrics.at("/connection/servers/files/ready").asBoolean()).isTrue();
        JsonNode window = metrics.at("/windows/metrics/response_time~1files");
        assertThat(window.path("count").asLong()).isEqualTo(5);
        assertThat(window.path("min").asDouble())
                .isLessThanOrEqualTo(window.path("avg").asDouble());
        assertThat(window.path("avg").asDouble())
                .isLessThanOrEqualTo(window.path("max").asDouble());
    }

    @Test
    @ChangesBehaviour("mehari.metrics.window")
    void theWindowIsConfigured() throws IOException {
        assertThat(Json.read(gateway.get("/metrics").body())
                        .at("/windows/window_seconds")
                        .asDouble())
                .isEqualTo(3600);
    }

    @Test
    void callsAreCountedByServerToolAndOutcome() {
        assertThat(prometheus())
                .contains("mehari_calls_total{outcome=\"success\",server=\"files\",tool=\"ok\"} 3.0")
                .contains("mehari_calls_total{outcome=\"upstream_error\",server=\"files\",tool=\"errors\"} 1.0")
                .contains("mehari_calls_total{outcome=\"not_found\",server=\"files\",tool=\"other\"} 1.0")
                .contains("mehari_call_duration_seconds_count{server=\"files\",tool=\"ok\"} 3")
                .contains("mehari_server_up{server=\"files\"} 1.0")
                .doesNotContain("invented");
    }

    @Test
    void routesCountByMicrometerInGenerationsAndOutside() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(prometheus())
                        .contains("shop_orders_total{kind=\"urgent\"} 1.0", "ticks_total ")
                        .containsOnlyOnce("# TYPE mehari_calls_total counter"));
    }

    @Test
    @ChangesBehaviour("mehari.metrics.stages")
    void theTimeInRoutesIsMeasuredWhereThatIsAskedFor() {
        assertThat(prometheus())
                .contains("mehari_stage_duration_seconds_count{route=\"tool-call-dispatch\"}")
                .contains("mehari_stage_duration_seconds_count{route=\"upstream-files\"} 4");
    }

    @Test
    void theFormIsWhatTheClientReads() {
        assertThat(form("/metrics", "*/*")).startsWith("application/json");
        assertThat(form("/metrics", "text/html,application/xhtml+xml,*/*;q=0.8"))
                .startsWith("application/json");
        assertThat(form("/metrics", "text/plain, application/json")).startsWith("application/json");
        assertThat(form("/metrics", "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"))
                .startsWith("text/plain; version=0.0.4");
        assertThat(form("/metrics", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"))
                .startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(form("/metrics/prometheus", "application/json")).startsWith("text/plain; version=0.0.4");
    }

    private static String form(String path, String accept) {
        return gateway.send(gateway.request(path).header("Accept", accept))
                .headers()
                .firstValue("content-type")
                .orElseThrow();
    }

    @Test
    @Requires({Requirement.PROMTOOL, Requirement.BASH})
    void promtoolFindsNothing() throws IOException {
        Path metrics = Files.writeString(directory.resolve("metrics.txt"), prometheus());
        assertThat(Requirement.BASH.run("-c", Requirement.PROMTOOL.path() + " check metrics < " + metrics + " 2>&1"))
                .isEmpty();
    }

    @Test
    @Requires(Requirement.PROMTOOL)
    void alertingRulesAreSoundAndGoOffWhenTheyShould() throws IOException {
        Path rules = Path.of("deploy", "grafana");
        assertThat(Requirement.PROMTOOL.run(
                        "check", "rules", rules.resolve("mehari-alerts.yml").toString()))
                .contains("SUCCESS");
        assertThat(Requirement.PROMTOOL.run(
                        "test", "rules", rules.resolve("mehari-alerts.test.yml").toString()))
                .contains("SUCCESS");
        assertThat(Requirement.PROMTOOL.run(
                        "check", "config", rules.resolve("prometheus.yml").toString()))
                .contains("SUCCESS");
    }

    @Test
    @Requires(Requirement.PROMETHEUS)
    void aPrometheusReadsThemAndEveryQuestionOfTheDashboardHasItsMeaning() throws IOException {
        try (Prometheus prometheus = Prometheus.scraping(directory, gateway.base())) {
            assertThat(prometheus.await("mehari_calls_total{tool=\"ok\",outcome=\"success\"}"))
                    .isEqualTo("3");
            assertThat(prometheus.await("up{job=\"mehari\"}")).isEqualTo("1");
            assertThat(prometheus.rules()).contains("MehariDown", "MehariRecoveryPoor");
            JsonNode dashboard = Json.read(Files.readString(Path.of("deploy", "grafana", "mehari-dashboard.json")));
            for (JsonNode target : dashboard.findValues("expr")) {
                String expression = target.asText().replace("$job", ".*").replace("$instance", ".*");
                assertThat(prometheus.query(expression).path("status").asText())
                        .as(expression)
                        .isEqualTo("success");
            }
        }
    }
}
