package io.mehari.monitoring.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.failure.CallFailed;
import io.mehari.failure.FailureClass;
import io.mehari.failure.RecoveryRecord;
import io.mehari.failure.Severity;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.HealthCheck;
import io.mehari.monitoring.metric.CallMeters;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.Meters;
import io.mehari.monitoring.metric.MetricSource;
import io.mehari.monitoring.metric.ValueWindows;
import io.mehari.recovery.RecoveryStatistics;
import io.mehari.support.Tools;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S1.6: GET /metrics as JSON")
class MetricsReportTest {
    /** What the sources show. */
    private static final String SOURCES = """
            {
              "performance": {"avg_response_time": 0.15, "total_requests": 1250, "cache_hit_rate": 0.85},
              "concurrency": {},
              "cache": {},
              "connection": {},
              "error_recovery": {"total_errors_last_hour": 3, "recovery_success_rate": 0.95, "system_status": "healthy"},
              "system_health": {"overall_status": "healthy", "error_rate": 0.002, "active_errors": []}
            }
            """;

    private static final List<String> OPEN = List.of("concurrency", "cache", "connection");
    private static final long MILLI = 1_000_000L;

    private final CallMeters calls = Meters.ofFiles();
    private final List<MetricSource> sources = new ArrayList<>(List.of(calls));
    private final RecoveryStatistics recovery = new RecoveryStatistics(System::nanoTime);
    private final List<HealthCheck> checks = new ArrayList<>();
    private final ValueWindows values = Meters.windows(() -> 0);
    private final MetricsReport report = new MetricsReport(
            new MetricSources(() -> sources),
            calls,
            new Health(() -> checks, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)),
            recovery::summary,
            values);

    @Test
    void hasEveryFieldOfTheSourcesWithItsTypeAndNoOtherInTheirSections() {
        ObjectNode theirs = Tools.json(SOURCES);
        ObjectNode ours = report.get();
        theirs.fields().forEachRemaining(section -> {
            JsonNode own = ours.path(section.getKey());
            assertThat(own.isObject()).as(section.getKey()).isTrue();
            section.getValue()
                    .fields()
                    .forEachRemaining(field -> assertThat(kind(own.path(field.getKey())))
                            .as(section.getKey() + "." + field.getKey())
                            .isEqualTo(kind(field.getValue())));
            if (!OPEN.contains(section.getKey())) {
                assertThat(own.size())
                        .as(section.getKey())
                        .isEqualTo(section.getValue().size());
            }
        });
    }

    private static String kind(JsonNode value) {
        return value.isNumber() ? "number" : value.getNodeType().name();
    }

    @Test
    void performanceIsOfAllCallsSinceTheStart() {
        calls.record("files", "read", Outcome.SUCCESS, 100 * MILLI, 0);
        calls.record("files", "write", Outcome.SUCCESS, 200 * MILLI, 0);
        sources.add(samples -> {
            samples.add(GatewayMetric.CACHE_HITS, 3);
            samples.add(GatewayMetric.CACHE_MISSES, 1);
        });
        JsonNode performance = report.get().path("performance");
        assertThat(performance.path("avg_response_time").asDouble()).isEqualTo(0.15);
        assertThat(performance.path("total_requests").asLong()).isEqualTo(2);
        assertThat(performance.path("cache_hit_rate").asDouble()).isEqualTo(0.75);
    }

    @Test
    void errorsAndRecoveriesAreCounted() {
        calls.record("files", "read", Outcome.SUCCESS, MILLI, 0);
        calls.record("files", "read", Outcome.TIMED_OUT, MILLI, 0);
        calls.record("files", "read", Outcome.TOOL_ERROR, MILLI, 0);
        calls.record("files", "read", Outcome.NOT_FOUND, MILLI, 0);
        for (int i = 0; i < 5; i++) {
            recovered(i < 3 ? RecoveryRecord.Result.RECOVERED : RecoveryRecord.Result.FAILED);
            recovered(RecoveryRecord.Result.NOT_RECOVERABLE);
        }
        JsonNode recovery = report.get().path("error_recovery");
        assertThat(recovery.path("total_errors_last_hour").asLong()).isEqualTo(1);
        assertThat(recovery.path("recovery_success_rate").asDouble()).isEqualTo(0.6);
        assertThat(recovery.path("system_status").asText()).isEqualTo("degraded");
        assertThat(report.get().at("/system_health/error_rate").asDouble()).isEqualTo(0.25);
    }

    private void recovered(RecoveryRecord.Result result) {
        recovery.record(new CallFailed(
                "id",
                "files",
                "read",
                Outcome.TIMED_OUT,
                new FailureClass("TIMEOUT", Severity.MEDIUM, true, true, ""),
                "late",
                new RecoveryRecord("", result, 1, Duration.ZERO),
                Instant.EPOCH,
                ""));
    }

    @Test
    void partsThatAreNotHealthyAreActiveErrors() {
        checks.add(new HealthCheck() {
            @Override
            public String name() {
                return "upstream:files";
            }

            @Override
            public Condition check() {
                return Condition.unhealthy("is restarting");
            }
        });
        JsonNode health = report.get().path("system_health");
        assertThat(health.path("overall_status").asText()).isEqualTo("degraded");
        assertThat(health.at("/active_errors/0/part").asText()).isEqualTo("upstream:files");
        assertThat(health.at("/active_errors/0/error").asText()).isEqualTo("is restarting");
    }

    @Test
    @DisplayName("S0.14: windowed avg, max, min and count of each metric")
    void windows() {
        assertThat(report.get().at("/windows/metrics/response_time/avg").isNull())
                .isTrue();
        calls.record("files", "read", Outcome.SUCCESS, 100 * MILLI, 0);
        calls.record("files", "read", Outcome.SUCCESS, 300 * MILLI, 0);
        calls.record("invented", "read", Outcome.NOT_FOUND, 200 * MILLI, 0);
        JsonNode windows = report.get().path("windows");
        assertThat(windows.path("window_seconds").asDouble()).isEqualTo(60);
        assertThat(windows.at("/metrics/response_time"))
                .hasToString("{\"avg\":0.2,\"max\":0.3,\"min\":0.1,\"count\":3}");
        assertThat(windows.at("/metrics/response_time~1files/count").asLong()).isEqualTo(2);
        assertThat(windows.at("/metrics/response_time~1other/max").asDouble()).isEqualTo(0.2);
        assertThat(windows.at("/metrics/errors_per_second/avg").isNull())
                .as("before a second has passed")
                .isTrue();
        values.record("custom/orders", 4);
        values.record("custom/orders", 5);
        assertThat(report.get().at("/windows/metrics/custom~1orders"))
                .hasToString("{\"avg\":4.5,\"max\":5.0,\"min\":4.0,\"count\":2}");
    }

    @Test
    void aPartThatFailsCostsItsOwnNumbersOnly() {
        sources.add(0, samples -> {
            throw new IllegalStateException("broken");
        });
        calls.record("files", "read", Outcome.SUCCESS, MILLI, 0);
        assertThat(report.get().at("/performance/total_requests").asLong()).isEqualTo(1);
    }
}
