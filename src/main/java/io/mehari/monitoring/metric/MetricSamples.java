package io.mehari.monitoring.metric;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of all parts at one moment. Two under the same labels are added together. Not safe for concurrent use: made for
 * one reading.
 */
public final class MetricSamples {
    private final Map<GatewayMetric, Map<List<String>, Double>> values = new EnumMap<>(GatewayMetric.class);
    private final Map<GatewayMetric, Map<List<String>, Histogram.Snapshot>> histograms =
            new EnumMap<>(GatewayMetric.class);

    /**
     * Adds a number.
     *
     * @param metric a counter or a gauge
     * @param value in the unit of its name
     * @param labels values of its labels, in their order
     * @throws IllegalArgumentException if there are more or fewer values than labels
     */
    public void add(GatewayMetric metric, double value, String... labels) {
        values.computeIfAbsent(metric, first -> new LinkedHashMap<>())
                .merge(metric.labelValues(labels), value, Double::sum);
    }

    /**
     * Adds a histogram.
     *
     * @param metric a histogram
     * @param histogram what was recorded
     * @param labels values of its labels, in their order; each set once
     * @throws IllegalArgumentException if there are more or fewer values than labels
     */
    public void add(GatewayMetric metric, Histogram.Snapshot histogram, String... labels) {
        histograms.computeIfAbsent(metric, first -> new LinkedHashMap<>()).put(metric.labelValues(labels), histogram);
    }

    /**
     * The numbers of a metric.
     *
     * @param metric a counter or a gauge
     * @return by the values of its labels; empty if no part told any
     */
    public Map<List<String>, Double> values(GatewayMetric metric) {
        return values.getOrDefault(metric, Map.of());
    }

    /**
     * The histograms of a metric.
     *
     * @param metric a histogram
     * @return by the values of its labels; empty if no part told any
     */
    public Map<List<String>, Histogram.Snapshot> histograms(GatewayMetric metric) {
        return histograms.getOrDefault(metric, Map.of());
    }

    /**
     * {@return all numbers of a metric together; 0 if no part told any}
     *
     * @param metric a counter or a gauge
     */
    public double sum(GatewayMetric metric) {
        return values(metric).values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
