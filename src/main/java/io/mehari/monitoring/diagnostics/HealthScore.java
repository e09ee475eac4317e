package io.mehari.monitoring.diagnostics;

import io.mehari.event.AlertSeverity;
import java.util.Collection;
import java.util.List;

/**
 * One number for the state of the gateway, 0 to 100: 40 for servers (the share that is healthy; all if there are none), 30
 * for calls (all at an error rate of zero, none at four times the threshold and above), 30 for issues (less 10 for each that
 * is critical, 3 for each warning). Those about single servers count among the servers only. Stateless.
 */
final class HealthScore {
    static final int OF_SERVERS = 40;
    static final int OF_CALLS = 30;
    static final int OF_ISSUES = 30;
    private static final int CRITICAL = 10;
    private static final int WARNING = 3;
    private static final double WORST = 4;

    private HealthScore() {}

    /**
     * The score.
     *
     * @param servers of each server whether it is healthy
     * @param errorRate of the last sample, 0 to 1
     * @param threshold of the error rate, 0 to 1
     * @param issues that are known
     */
    static int of(Collection<Boolean> servers, double errorRate, double threshold, List<Issue> issues) {
        long healthy = servers.stream().filter(each -> each).count();
        double ofServers = servers.isEmpty() ? 1 : (double) healthy / servers.size();
        double ofCalls = 1 - Math.min(1, errorRate / (WORST * threshold));
        int lost = 0;
        for (Issue issue : issues) {
            if (!issue.kind().startsWith("server_")) {
                lost += issue.severity() == AlertSeverity.CRITICAL
                        ? CRITICAL
                        : issue.severity() == AlertSeverity.WARNING ? WARNING : 0;
            }
        }
        return (int) Math.round(OF_SERVERS * ofServers + OF_CALLS * ofCalls + OF_ISSUES - Math.min(OF_ISSUES, lost));
    }
}
