package io.mehari.monitoring.exposition;

import io.mehari.monitoring.Health;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.monitoring.metric.MetricSource;
import java.util.Objects;

/** The parts of {@code /health}, and the version. */
record HealthSource(Health health) implements MetricSource {
    @Override
    public void read(MetricSamples samples) {
        health.report()
                .parts()
                .forEach((part, condition) ->
                        samples.add(GatewayMetric.PART_HEALTHY, condition.healthy() ? 1 : 0, part));
        String version = HealthSource.class.getPackage().getImplementationVersion();
        samples.add(GatewayMetric.BUILD, 1, Objects.requireNonNullElse(version, "development"));
    }
}
