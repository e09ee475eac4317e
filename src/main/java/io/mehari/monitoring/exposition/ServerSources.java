package io.mehari.monitoring.exposition;

import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.monitoring.metric.MetricSource;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import io.mehari.upstream.Upstreams;

/** Every server and the connection to it. */
record ServerSources(Upstreams upstreams) implements MetricSource {
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
        }
    }
}
