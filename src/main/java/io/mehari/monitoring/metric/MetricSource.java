package io.mehari.monitoring.metric;

/**
 * A part of the gateway that has numbers to tell. A bean of this type is asked each time metrics are read. Implementations are
 * safe for concurrent use.
 */
@FunctionalInterface
public interface MetricSource {
    /**
     * Tells what the numbers are now. Must not wait; what throws is left out and logged.
     *
     * @param samples takes them
     */
    void read(MetricSamples samples);
}
