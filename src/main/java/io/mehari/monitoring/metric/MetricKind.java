package io.mehari.monitoring.metric;

/** What a metric is, in the words of Prometheus. */
public enum MetricKind {
    /** Only rises. */
    COUNTER,
    /** Rises and falls. */
    GAUGE,
    /** Always 1, for the sake of its labels. */
    INFO,
    /** Durations in ranges. */
    HISTOGRAM
}
