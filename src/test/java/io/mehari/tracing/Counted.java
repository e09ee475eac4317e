package io.mehari.tracing;

import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSamples;
import java.util.List;

/** Reads what became of spans as metrics tell it. */
final class Counted {
    private Counted() {}

    static double of(SpanCounts counts, String result) {
        MetricSamples samples = new MetricSamples();
        counts.read(samples);
        return samples.values(GatewayMetric.TRACE_SPANS).get(List.of(result));
    }
}
