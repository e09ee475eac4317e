package io.mehari.protection;

import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.GaugeSource;
import io.mehari.monitoring.metric.MetricSamples;

/** Bulkheads as numbers. Safe for concurrent use. */
record BulkheadMetrics(Bulkheads bulkheads) implements GaugeSource {
    @Override
    public void read(MetricSamples samples) {
        bulkheads.forEach((name, bulkhead) -> {
            samples.add(GatewayMetric.BULKHEAD_CALLS, bulkhead.taken(), name);
            samples.add(GatewayMetric.BULKHEAD_WAITING, bulkhead.waiting(), name);
            samples.add(GatewayMetric.BULKHEAD_LIMIT, bulkhead.places(), name);
        });
    }
}
