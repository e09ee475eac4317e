package io.mehari.monitoring.alert;

import io.mehari.alert.Alerts;
import io.mehari.event.AlertSeverity;
import io.mehari.monitoring.sample.CallFigures;
import io.mehari.monitoring.sample.SystemFigures;
import io.mehari.monitoring.sample.SystemSampler.Look;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Judges each sample by the thresholds: {@code cpu}, {@code memory}, {@code error-rate} and {@code response-time} of all
 * calls, {@code error-rate:server} and {@code response-time:server} of each server. Calls are judged over two samples. For
 * one thread, but for the thresholds, which may be changed by any.
 */
public final class AlertRules {
    private static final double PERCENT = 100;

    private final Alerts alerts;
    private final Map<String, ThresholdGate> gates = new HashMap<>();
    private volatile AlertThresholds thresholds;
    private CallFigures allBefore = CallFigures.NONE;
    private Map<String, CallFigures> before = Map.of();

    /**
     * Rules that have judged nothing yet.
     *
     * @param thresholds that hold until others are set
     * @param alerts where to raise and clear
     */
    public AlertRules(AlertThresholds thresholds, Alerts alerts) {
        this.thresholds = thresholds;
        this.alerts = alerts;
    }

    /**
     * What holds now.
     *
     * @return never null
     */
    public AlertThresholds thresholds() {
        return thresholds;
    }

    /**
     * Changes the thresholds, one change after the other.
     *
     * @param change makes the new ones of those that hold
     * @return what holds from the next sample on
     */
    public synchronized AlertThresholds change(Function<AlertThresholds, AlertThresholds> change) {
        thresholds = change.apply(thresholds);
        return thresholds;
    }

    /**
     * Judges a sample.
     *
     * @param look the newest
     */
    public void judge(Look look) {
        AlertThresholds now = thresholds;
        judgeSystem(look.sample().system(), now);
        judgeCalls("", "Calls", look.sample().calls().plus(allBefore), now);
        Set<String> servers = new TreeSet<>(look.byServer().keySet());
        servers.addAll(before.keySet());
        gates.keySet().stream()
                .filter(key -> key.indexOf(':') > 0)
                .map(key -> key.substring(key.indexOf(':') + 1))
                .forEach(servers::add);
        for (String server : servers) {
            CallFigures calls = look.byServer()
                    .getOrDefault(server, CallFigures.NONE)
                    .plus(before.getOrDefault(server, CallFigures.NONE));
            judgeCalls(":" + server, "Calls to " + server, calls, now);
        }
        allBefore = look.sample().calls();
        before = look.byServer();
    }

    private void judgeSystem(SystemFigures figures, AlertThresholds now) {
        judge(
                "cpu",
                percent(figures.systemCpu()),
                now.cpuPercent(),
                AlertSeverity.WARNING,
                "CPU at %.0f %%, more than %.0f %%",
                "Look for what keeps the processors busy (process_cpu_percent in /diagnostics tells this process from"
                        + " others), give more of them, or lower the concurrency of servers");
        judge(
                "memory",
                percent(figures.memory()),
                now.memoryPercent(),
                AlertSeverity.CRITICAL,
                "Memory at %.0f %%, more than %.0f %%",
                "Give the machine or the heap (-Xmx) more memory, or lower mehari.memory.max-held,"
                        + " mehari.cache.max-weight and the number of server processes");
    }

    private void judgeCalls(String suffix, String subject, CallFigures calls, AlertThresholds now) {
        boolean enough = calls.calls() >= now.minCalls();
        String server = suffix.isEmpty() ? "a server" : suffix.substring(1);
        judge(
                "error-rate" + suffix,
                enough ? OptionalDouble.of(PERCENT * calls.errorRate()) : OptionalDouble.empty(),
                now.errorRatePercent(),
                AlertSeverity.WARNING,
                subject + " fail at a rate of %.1f %%, more than %.1f %%",
                "GET /diagnostics has the state and last error of " + server
                        + "; POST /api/v1/admin/servers/{server}/restart connects to it anew");
        judge(
                "response-time" + suffix,
                enough ? OptionalDouble.of(calls.responseSeconds()) : OptionalDouble.empty(),
                now.responseTimeSeconds(),
                AlertSeverity.WARNING,
                subject + " take %.1f s on average, more than %.1f s",
                "See whether " + server + " is overloaded (retries and waits for a place count as well), switch on the"
                        + " cache for what is asked again and again, or set timeout.attempt so that late calls end earlier");
    }

    private void judge(
            String key, OptionalDouble value, double threshold, AlertSeverity severity, String text, String remedy) {
        ThresholdGate gate = gates.get(key);
        if (gate == null) {
            if (value.isEmpty() || value.getAsDouble() <= threshold) {
                return;
            }
            gate = new ThresholdGate();
            gates.put(key, gate);
        }
        gate.next(value, threshold);
        if (gate.isHigh()) {
            if (value.isPresent() && value.getAsDouble() > threshold) {
                alerts.raise(key, severity, String.format(Locale.ROOT, text, value.getAsDouble(), threshold), remedy);
            }
        } else {
            alerts.clear(key);
            gates.remove(key);
        }
    }

    private static OptionalDouble percent(double share) {
        return share < 0 ? OptionalDouble.empty() : OptionalDouble.of(PERCENT * share);
    }
}
