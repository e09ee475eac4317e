package io.mehari.monitoring.diagnostics;

import io.mehari.database.DatabaseStatus;
import io.mehari.event.AlertSeverity;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSamples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL and its connections, for those who ask. That it cannot be used at all is told by its health. Stateless. */
final class DatabaseReport {
    private static final String SUBJECT = "database";
    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final double NANOS = 1e9;

    private DatabaseReport() {}

    /** What is wrong, or unusual. */
    static List<Issue> issues(DatabaseStatus status) {
        List<Issue> issues = new ArrayList<>();
        status.remark()
                .ifPresent(remark -> issues.add(new Issue(
                        "database_newer",
                        AlertSeverity.INFO,
                        SUBJECT,
                        remark,
                        "Bring this gateway to that version as well; until then it uses what it knows of the tables")));
        if (status.problem().isEmpty() && status.isPoolTooSmall()) {
            issues.add(new Issue(
                    "database_pool_full",
                    AlertSeverity.WARNING,
                    SUBJECT,
                    "All " + status.max() + " connections to the database are in use most of the time, and "
                            + status.waiting() + " wait for one",
                    "Look for what makes the database slow; else raise mehari.database.pool.max"));
        }
        if (status.problem().isEmpty() && status.latency().compareTo(SLOW) > 0) {
            issues.add(new Issue(
                    "database_slow",
                    AlertSeverity.WARNING,
                    SUBJECT,
                    "The database took " + status.latency().toMillis() + " ms to answer a question that costs nothing",
                    "Look for what its machine, or the network on the way, is busy with"));
        }
        return issues;
    }

    /** Tells the numbers. */
    static void metrics(DatabaseStatus status, MetricSamples samples) {
        samples.add(GatewayMetric.DATABASE_CONNECTIONS, status.active(), "active");
        samples.add(GatewayMetric.DATABASE_CONNECTIONS, status.idle(), "idle");
        samples.add(GatewayMetric.DATABASE_WAITING, status.waiting());
        samples.add(GatewayMetric.DATABASE_POOL, status.size());
        samples.add(GatewayMetric.DATABASE_LOAD, status.load());
        samples.add(GatewayMetric.DATABASE_POOL_CHANGES, status.grown(), "grown");
        samples.add(GatewayMetric.DATABASE_POOL_CHANGES, status.shrunk(), "shrunk");
        samples.add(GatewayMetric.DATABASE_REFUSED, status.refused());
        samples.add(GatewayMetric.DATABASE_OUTAGES, status.outages());
        samples.add(GatewayMetric.DATABASE_LATENCY, status.latency().toNanos() / NANOS);
    }
}
