package io.mehari.monitoring.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.Tools;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MetricConfigurationTest {
    private static void with(String property, Consumer<CallMeters> check) {
        new ApplicationContextRunner()
                .withUserConfiguration(MetricConfiguration.class)
                .withBean(Clock.class, Clock::systemUTC)
                .withBean(ToolCatalog.class, MetricConfigurationTest::catalog)
                .withPropertyValues(property)
                .run(context -> check.accept(context.getBean(CallMeters.class)));
    }

    private static ToolCatalog catalog() {
        ToolCatalog catalog = new ToolCatalog();
        catalog.replace(
                ToolSource.of(Tools.settings("files")), List.of(Tools.definition("read"), Tools.definition("write")));
        return catalog;
    }

    private static void call(CallMeters meters) {
        meters.record("files", "read", Outcome.SUCCESS, 1, System.nanoTime());
        meters.record("files", "write", Outcome.SUCCESS, 1, System.nanoTime());
    }

    private static List<String> tools(CallMeters meters) {
        MetricSamples samples = new MetricSamples();
        meters.read(samples);
        return samples.values(GatewayMetric.CALLS).keySet().stream()
                .map(labels -> labels.get(1))
                .sorted()
                .toList();
    }

    @Test
    @DisplayName("S1.10: MONITOR_ENABLED")
    @ChangesBehaviour("mehari.monitor.enabled")
    void switchedOffNothingIsCounted() {
        with("mehari.monitor.enabled=false", meters -> {
            call(meters);
            assertThat(meters.calls()).isZero();
        });
        with("mehari.monitor.enabled=true", meters -> {
            call(meters);
            assertThat(meters.calls()).isEqualTo(2);
        });
    }

    @Test
    @ChangesBehaviour("mehari.metrics.max-tools")
    void theMostToolsAreConfigured() {
        with("mehari.metrics.max-tools=1", meters -> {
            call(meters);
            assertThat(tools(meters)).containsExactly("other", "read");
        });
        with("mehari.metrics.max-tools=2", meters -> {
            call(meters);
            assertThat(tools(meters)).containsExactly("read", "write");
        });
    }
}
