package io.mehari.monitoring.exposition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.metric.CallMeters;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.monitoring.metric.ValueWindows;
import io.mehari.monitoring.metric.WindowStatistics;
import io.mehari.protocol.Json;
import io.mehari.recovery.RecoverySummary;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The JSON document of {@code GET /metrics}. Its sections {@code performance}, {@code error_recovery} and {@code
 * system_health} have the fields that users of mcpo know, and no others. Safe for concurrent use.
 */
final class MetricsReport implements Supplier<ObjectNode> {
    private final MetricSources sources;
    private final CallMeters calls;
    private final Health health;
    private final Supplier<RecoverySummary> recovery;
    private final WindowSection windows;

    /**
     * A document of what is read when it is made.
     *
     * @param recovery what recovery came to in the last hour
     * @param values what the section {@code windows} has besides calls
     */
    MetricsReport(
            MetricSources sources,
            CallMeters calls,
            Health health,
            Supplier<RecoverySummary> recovery,
            ValueWindows values) {
        this.sources = sources;
        this.calls = calls;
        this.health = health;
        this.recovery = recovery;
        this.windows = new WindowSection(calls, values);
    }

    @Override
    public ObjectNode get() {
        MetricSamples samples = sources.read();
        Map<String, WindowStatistics> recent = calls.recent();
        WindowStatistics all = recent.values().stream().reduce(WindowStatistics.NONE, WindowStatistics::and);
        Health.Report parts = health.report();
        ObjectNode report = Json.object();
        performance(report.putObject("performance"), samples);
        report.set("concurrency", ActivitySections.concurrency(samples));
        report.set("cache", ActivitySections.cache(samples));
        report.set("connection", ActivitySections.connection(samples));
        errorRecovery(report.putObject("error_recovery"), recovery.get());
        systemHealth(report.putObject("system_health"), parts, all);
        windows.write(report.putObject("windows"), all, recent);
        report.put("timestamp", parts.at().toString());
        return report;
    }

    private void performance(ObjectNode section, MetricSamples samples) {
        section.put("avg_response_time", calls.averageSeconds());
        section.put("total_requests", calls.calls());
        section.put("cache_hit_rate", ActivitySections.hitRate(samples));
    }

    private void errorRecovery(ObjectNode section, RecoverySummary summary) {
        section.put("total_errors_last_hour", calls.failuresOfLastHour());
        section.put("recovery_success_rate", summary.total().successRate());
        section.put("system_status", summary.status());
    }

    private void systemHealth(ObjectNode section, Health.Report parts, WindowStatistics all) {
        section.put("overall_status", parts.healthy() ? "healthy" : "degraded");
        section.put("error_rate", all.count() == 0 ? 0 : Math.min(1, calls.recentFailures() / (double) all.count()));
        var errors = section.putArray("active_errors");
        parts.parts().forEach((part, condition) -> {
            if (!condition.healthy()) {
                errors.addObject().put("part", part).put("error", condition.detail());
            }
        });
    }
}
