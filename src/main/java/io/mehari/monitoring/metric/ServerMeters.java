package io.mehari.monitoring.metric;

import io.mehari.call.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of one server's tools. Safe for concurrent use. */
final class ServerMeters {
    private final Map<String, ToolMeter> tools = new ConcurrentHashMap<>();
    private final Window window;

    ServerMeters(Duration window) {
        this.window = new Window(window);
    }

    /** The meter of a tool, or null if there is none. */
    ToolMeter find(String tool) {
        return tools.get(tool);
    }

    /** The meter of a tool, made if need be, which is told. */
    ToolMeter of(String tool, Runnable made) {
        return tools.computeIfAbsent(tool, first -> {
            made.run();
            return new ToolMeter();
        });
    }

    void record(ToolMeter tool, Outcome outcome, boolean cacheHit, long nanos, long now) {
        tool.record(outcome, cacheHit, nanos);
        window.record(now, nanos);
    }

    Window window() {
        return window;
    }

    WindowStatistics recent(long now) {
        return window.read(now);
    }

    long calls() {
        return tools.values().stream().mapToLong(ToolMeter::calls).sum();
    }

    long nanos() {
        return tools.values().stream().mapToLong(ToolMeter::nanos).sum();
    }

    void read(MetricSamples samples, String server) {
        tools.forEach((tool, meter) -> meter.read(samples, server, tool));
    }
}
