package io.mehari.monitoring.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.time.Instant;
import java.util.Map;

/**
 * One look at the gateway. Immutable.
 *
 * @param at when it was taken
 * @param system what the process and its machine are busy with
 * @param calls calls since the sample before
 * @param custom values of collectors, by name; at most {@value #MOST_CUSTOM}
 * @param tookMicros how long the look took, in microseconds
 */
public record SystemSample(
        Instant at, SystemFigures system, CallFigures calls, Map<String, Double> custom, long tookMicros) {
    /** Most values of collectors that are kept. */
    public static final int MOST_CUSTOM = 100;

    private static final double PERCENT = 100;

    /**
     * For callers: percentages, bytes, seconds. What is not known is left out.
     *
     * @return a new object
     */
    public ObjectNode json() {
        ObjectNode json = Json.object().put("sampled_at", at.toString());
        percent(json, "cpu_percent", system.systemCpu());
        percent(json, "process_cpu_percent", system.processCpu());
        percent(json, "memory_percent", system.memory());
        json.put("heap_used_bytes", system.heapUsed()).put("heap_max_bytes", system.heapMax());
        known(json, "rss_bytes", system.rss());
        json.put("threads", system.threads());
        known(json, "file_descriptors", system.descriptors());
        known(json, "max_file_descriptors", system.maxDescriptors());
        known(json, "child_processes", system.children());
        json.put("calls", calls.calls()).put("error_rate", rounded(calls.errorRate()));
        json.put("response_time_seconds", rounded(calls.responseSeconds()));
        ObjectNode collected = json.putObject("custom");
        custom.forEach(collected::put);
        return json.put("sample_took_ms", tookMicros / 1000.0);
    }

    private static void percent(ObjectNode json, String name, double share) {
        if (share >= 0) {
            json.put(name, Math.round(share * PERCENT * 10) / 10.0);
        }
    }

    private static void known(ObjectNode json, String name, long value) {
        if (value >= 0) {
            json.put(name, value);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
