package io.mehari.monitoring.exposition;

import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.monitoring.metric.ValueWindows;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Measures queues, pools and connections for the windows of {@code /metrics}, thirty times in a window and at most once a
 * second, until the timer stops. A part that fails costs its own numbers only.
 *
 * @param sources asked on the thread of the timer
 */
record GaugeWindows(MetricSources sources, ValueWindows windows) implements TimerTask {
    private static final int MEASUREMENTS = 30;

    /** Kept as one value, all labels together. */
    private static final List<GatewayMetric> TOTALS = List.of(
            GatewayMetric.CALLS_IN_FLIGHT,
            GatewayMetric.SERVER_CALLS,
            GatewayMetric.BULKHEAD_WAITING,
            GatewayMetric.DEAD_LETTERS_QUEUED,
            GatewayMetric.CACHE_ENTRIES,
            GatewayMetric.MEMORY_HELD,
            GatewayMetric.HTTP_CONNECTIONS,
            GatewayMetric.MCP_SESSIONS,
            GatewayMetric.MCP_STREAMS,
            GatewayMetric.MCP_PARKED);

    /** Kept by their first label: events by kind, members of each server, runs of tool routes by state. */
    private static final List<GatewayMetric> APART =
            List.of(GatewayMetric.QUEUE_EVENTS, GatewayMetric.SERVER_MEMBERS, GatewayMetric.TOOL_RUNS);

    /** Begins to measure. */
    void startOn(Timer timer) {
        long period = Math.max(1_000, windows.length().toMillis() / MEASUREMENTS);
        try {
            timer.newTimeout(this, period, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            // A timer that is full or stopped: metrics are the least of it.
        }
    }

    @Override
    public void run(Timeout timeout) {
        try {
            measure();
        } finally {
            startOn(timeout.timer());
        }
    }

    void measure() {
        MetricSamples samples = sources.read();
        for (GatewayMetric metric : TOTALS) {
            if (!samples.values(metric).isEmpty()) {
                windows.record(name(metric), samples.sum(metric));
            }
        }
        for (GatewayMetric metric : APART) {
            Map<String, Double> sums = new TreeMap<>();
            samples.values(metric).forEach((labels, value) -> sums.merge(labels.get(0), value, Double::sum));
            sums.forEach((label, value) -> windows.record(name(metric) + "/" + label, value));
        }
    }

    /** As Prometheus has it, without the name of the gateway. */
    private static String name(GatewayMetric metric) {
        return metric.title().substring("mehari_".length());
    }
}
