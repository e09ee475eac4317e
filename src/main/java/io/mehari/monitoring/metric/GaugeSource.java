package io.mehari.monitoring.metric;

/**
 * A part whose numbers are of the moment and cost next to nothing to tell: beside each reading of the metrics it is asked
 * every second or two, for the windows of {@code /metrics}. Implementations neither wait nor compute.
 */
@FunctionalInterface
public interface GaugeSource extends MetricSource {}
