package io.mehari.monitoring.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.monitoring.metric.CallMeters;
import io.mehari.monitoring.metric.Meters;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayRegistryTest {
    private final CallMeters calls = Meters.ofFiles();
    private final GatewayRegistry registry = new GatewayRegistry(new MetricSources(() -> List.of(calls)), () -> 0.25);

    @AfterEach
    void close() {
        registry.close();
    }

    private String text() {
        return registry.scrape(MetricsDocuments.PROMETHEUS);
    }

    @Test
    void hasTheGatewaysOwnMetricsAndThoseOfTheProcess() {
        calls.record("files", "read", Outcome.SUCCESS, 3_000_000, 0);
        assertThat(text())
                .contains("# TYPE mehari_calls_total counter")
                .contains("mehari_calls_total{outcome=\"success\",server=\"files\",tool=\"read\"} 1.0")
                .contains("mehari_call_duration_seconds_bucket{server=\"files\",tool=\"read\",le=\"0.002\"} 0")
                .contains("mehari_call_duration_seconds_bucket{server=\"files\",tool=\"read\",le=\"0.005\"} 1")
                .contains("mehari_call_duration_seconds_sum{server=\"files\",tool=\"read\"} 0.003")
                .contains("jvm_memory_used_bytes{", "jvm_threads_live_threads ", "process_uptime_seconds ");
    }

    @Test
    void theLoadOfTheMachineIsThatOfItsOnlyReader() {
        assertThat(text()).containsOnlyOnce("# TYPE system_cpu_usage gauge").contains("system_cpu_usage 0.25");
    }

    @Test
    void hasMetersOfRouteFilesBesideThem() {
        registry.counter("orders", "kind", "urgent").increment(2);
        assertThat(text()).contains("orders_total{kind=\"urgent\"} 2.0");
    }

    @Test
    void namesOfTheGatewayAreItsOwn() {
        calls.record("files", "read", Outcome.SUCCESS, 1, 0);
        registry.counter("mehari.calls", "server", "x").increment();
        registry.counter("mehari_calls").increment();
        assertThat(text()).containsOnlyOnce("# TYPE mehari_calls_total counter").doesNotContain("server=\"x\"");
    }

    @Test
    void tagsWithoutEndDoNotFillTheMemory() {
        for (int i = 0; i < 3 * GatewayRegistry.MOST_METERS; i++) {
            registry.counter("orders", "id", Integer.toString(i)).increment();
        }
        assertThat(registry.getMeters()).hasSizeLessThanOrEqualTo(GatewayRegistry.MOST_METERS);
        assertThat(text()).contains("orders_total{id=\"0\"} 1.0");
    }

    @Test
    void theSameNameWithOtherTagsOrOfAnotherKindDoesNotSpoilTheDocument() {
        registry.counter("orders", "kind", "urgent").increment();
        registry.counter("orders", "place", "here").increment();
        registry.timer("orders.total").record(Duration.ofSeconds(1));
        calls.record("files", "read", Outcome.SUCCESS, 1, 0);
        assertThat(text()).contains("orders_total{kind=\"urgent\"} 1.0", "mehari_calls_total");
    }

    @Test
    void openMetricsEndsWithItsMark() {
        assertThat(registry.scrape(MetricsDocuments.OPEN_METRICS)).endsWith("# EOF\n");
    }
}
