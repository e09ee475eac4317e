package io.mehari.monitoring.diagnostics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.monitoring.metric.ValueWindows;
import io.mehari.monitoring.sample.SystemSample;
import java.util.Set;

/** Puts samples into the windows of {@code /metrics}: {@code system/cpu_percent}, {@code custom/orders}. Stateless. */
record SampleWindows(ValueWindows windows) {
    /** Limits never change; calls have windows that are measured more often. */
    private static final Set<String> LEFT_OUT = Set.of(
            "heap_max_bytes", "max_file_descriptors", "calls", "error_rate", "response_time_seconds", "sample_took_ms");

    void record(SystemSample sample) {
        ObjectNode json = sample.json();
        json.properties().forEach(field -> {
            if (!LEFT_OUT.contains(field.getKey())) {
                record("system/" + field.getKey(), field.getValue());
            }
        });
        json.path("custom").properties().forEach(field -> record("custom/" + field.getKey(), field.getValue()));
    }

    private void record(String name, JsonNode value) {
        if (value.isNumber()) {
            windows.record(name, value.asDouble());
        }
    }
}
