package io.mehari.monitoring.exposition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.monitoring.metric.CallMeters;
import io.mehari.monitoring.metric.ValueStatistics;
import io.mehari.monitoring.metric.ValueWindows;
import io.mehari.monitoring.metric.WindowStatistics;
import io.mehari.protocol.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The section {@code windows} of {@code GET /metrics}: average, largest, smallest and number of each value. Stateless. */
record WindowSection(CallMeters calls, ValueWindows values) {
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    /**
     * Writes the section.
     *
     * @param all response times of all calls
     * @param recent the same by server
     */
    void write(ObjectNode section, WindowStatistics all, Map<String, WindowStatistics> recent) {
        section.put("window_seconds", values.length().toMillis() / 1000.0);
        ObjectNode metrics = section.putObject("metrics");
        metrics.set("response_time", json(all));
        recent.forEach((server, statistics) -> metrics.set("response_time/" + server, json(statistics)));
        calls.rates().forEach((name, statistics) -> metrics.set(name, json(statistics)));
        values.read().forEach((name, statistics) -> metrics.set(name, json(statistics)));
    }

    /** In seconds. */
    private static ObjectNode json(WindowStatistics statistics) {
        return json(
                statistics.count(), statistics.average() / NANOS, statistics.max() / NANOS, statistics.min() / NANOS);
    }

    private static ObjectNode json(ValueStatistics statistics) {
        return json(statistics.count(), statistics.average(), statistics.max(), statistics.min());
    }

    /** Where nothing was measured there is neither average nor largest nor smallest. */
    private static ObjectNode json(long count, double average, double max, double min) {
        ObjectNode json = Json.object();
        if (count == 0) {
            List.of("avg", "max", "min").forEach(json::putNull);
        } else {
            json.put("avg", average).put("max", max).put("min", min);
        }
        return json.put("count", count);
    }
}
