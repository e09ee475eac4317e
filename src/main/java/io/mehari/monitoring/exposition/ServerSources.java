package io.mehari.monitoring.exposition;

import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.GaugeSource;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.upstream.HealthState;
import io.mehari.upstream.ServerHealth;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import io.mehari.upstream.Upstreams;
import java.util.Locale;

/** Every server and the connection to it. */
record ServerSources(Upstreams upstreams, ServerHealths healths) implements GaugeSource {
    private static final double DEGRADED = 0.5;
    private static final double MILLIS = 1000;

    @Override
    public void read(MetricSamples samples) {
        for (Upstream upstream : upstreams.all()) {
            UpstreamStatus status = upstream.status();
            String server = upstream.name();
            samples.add(GatewayMetric.SERVER_UP, status.state() == UpstreamState.READY ? 1 : 0, server);
            samples.add(GatewayMetric.SERVER_TOOLS, status.tools(), server);
            samples.add(GatewayMetric.SERVER_CALLS, status.inFlight(), server);
            samples.add(GatewayMetric.SERVER_RESTARTS, status.restarts(), server);
            samples.add(GatewayMetric.SERVER_ATTEMPTS, status.attempts(), server);
            health(samples, upstream);
        }
    }

    private void health(MetricSamples samples, Upstream upstream) {
        ServerHealth health = healths.of(upstream);
        samples.add(GatewayMetric.SERVER_HEALTH, valueOf(health.state()), upstream.name());
        health.latencyMillis()
                .ifPresent(millis -> samples.add(GatewayMetric.SERVER_LATENCY, millis / MILLIS, upstream.name()));
        upstream.pool().ifPresent(pool -> samples.add(GatewayMetric.SERVER_MEMBERS_BUSY, pool.busy(), upstream.name()));
        for (Upstream member : upstream.members()) {
            String state = healths.of(member).state().name().toLowerCase(Locale.ROOT);
            samples.add(GatewayMetric.SERVER_MEMBERS, 1, upstream.name(), state);
        }
    }

    private static double valueOf(HealthState state) {
        return switch (state) {
            case ONLINE -> 1;
            case DEGRADED -> DEGRADED;
            case OFFLINE -> 0;
        };
    }
}
