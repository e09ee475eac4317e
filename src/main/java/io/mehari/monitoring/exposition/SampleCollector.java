package io.mehari.monitoring.exposition;

import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.Histogram;
import io.mehari.monitoring.metric.MetricSamples;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The gateway's own metrics in the words of the Prometheus client, read when they are asked for. */
record SampleCollector(MetricSources sources) implements MultiCollector {
    /** What the client adds itself. */
    private static final Pattern SUFFIX = Pattern.compile("_(total|info)$");

    @Override
    public MetricSnapshots collect() {
        MetricSamples samples = sources.read();
        List<MetricSnapshot> snapshots = new ArrayList<>();
        for (GatewayMetric metric : GatewayMetric.values()) {
            boolean told = !samples.values(metric).isEmpty()
                    || !samples.histograms(metric).isEmpty();
            if (told) {
                snapshots.add(snapshot(metric, samples));
            }
        }
        return new MetricSnapshots(snapshots);
    }

    private static MetricSnapshot snapshot(GatewayMetric metric, MetricSamples samples) {
        String name = SUFFIX.matcher(metric.title()).replaceFirst("");
        MetricMetadata about = new MetricMetadata(name, metric.help());
        return switch (metric.kind()) {
            case COUNTER -> new CounterSnapshot(about, counters(metric, samples));
            case GAUGE -> new GaugeSnapshot(about, gauges(metric, samples));
            case INFO -> new InfoSnapshot(about, infos(metric, samples));
            case HISTOGRAM -> new HistogramSnapshot(about, histograms(metric, samples));
        };
    }

    private static List<CounterDataPointSnapshot> counters(GatewayMetric metric, MetricSamples samples) {
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        samples.values(metric)
                .forEach((labels, value) ->
                        points.add(new CounterDataPointSnapshot(value, labels(metric, labels), null, 0)));
        return points;
    }

    private static List<GaugeDataPointSnapshot> gauges(GatewayMetric metric, MetricSamples samples) {
        List<GaugeDataPointSnapshot> points = new ArrayList<>();
        samples.values(metric)
                .forEach(
                        (labels, value) -> points.add(new GaugeDataPointSnapshot(value, labels(metric, labels), null)));
        return points;
    }

    private static List<InfoDataPointSnapshot> infos(GatewayMetric metric, MetricSamples samples) {
        return samples.values(metric).keySet().stream()
                .map(labels -> new InfoDataPointSnapshot(labels(metric, labels)))
                .toList();
    }

    private static List<HistogramDataPointSnapshot> histograms(GatewayMetric metric, MetricSamples samples) {
        List<HistogramDataPointSnapshot> points = new ArrayList<>();
        samples.histograms(metric).forEach((labels, histogram) -> points.add(point(histogram, labels(metric, labels))));
        return points;
    }

    private static HistogramDataPointSnapshot point(Histogram.Snapshot histogram, Labels labels) {
        ClassicHistogramBuckets buckets = ClassicHistogramBuckets.of(histogram.bounds(), histogram.counts());
        return new HistogramDataPointSnapshot(buckets, histogram.sum(), labels, Exemplars.EMPTY, 0);
    }

    private static Labels labels(GatewayMetric metric, List<String> values) {
        return Labels.of(metric.labels(), values);
    }
}
