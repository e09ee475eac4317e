package io.mehari.monitoring.metric;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** Counts failures by server and category, and what recovery came to. Safe for concurrent use; no method waits. */
public final class FailureMeters implements MetricSource {
    /** Most pairs that are counted apart. */
    private static final int MOST = 10_000;

    private final Map<Row, LongAdder> errors = new ConcurrentHashMap<>();
    private final Map<Row, LongAdder> recoveries = new ConcurrentHashMap<>();
    private final Predicate<String> isServer;
    private final boolean enabled;

    /** The values of two labels. */
    private record Row(String first, String second) {}

    /**
     * Nothing counted yet.
     *
     * @param isServer whether a server of this name is known; others are {@link CallMeters#OTHER}
     * @param enabled whether failures are counted at all
     */
    public FailureMeters(Predicate<String> isServer, boolean enabled) {
        this.isServer = isServer;
        this.enabled = enabled;
    }

    /**
     * Counts a failed call.
     *
     * @param server as the caller gave it
     * @param category of the failure, one of those configured
     * @param recovery what recovery came to, one of few words
     */
    public void record(String server, String category, String recovery) {
        if (enabled) {
            String known = isServer.test(server) ? server : CallMeters.OTHER;
            count(errors, new Row(known, category), new Row(CallMeters.OTHER, CallMeters.OTHER));
            count(recoveries, new Row(category, recovery), new Row(CallMeters.OTHER, recovery));
        }
    }

    private static void count(Map<Row, LongAdder> counters, Row row, Row other) {
        boolean apart = counters.size() < MOST || counters.containsKey(row);
        counters.computeIfAbsent(apart ? row : other, made -> new LongAdder()).increment();
    }

    @Override
    public void read(MetricSamples samples) {
        errors.forEach((row, count) -> samples.add(GatewayMetric.ERRORS, count.sum(), row.first(), row.second()));
        recoveries.forEach(
                (row, count) -> samples.add(GatewayMetric.RECOVERIES, count.sum(), row.first(), row.second()));
    }
}
