package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.CacheStatistics;
import io.mehari.component.generation.Generation;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.monitoring.diagnostics.Diagnostics;
import io.mehari.monitoring.metric.CallMeters;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.Histogram;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.monitoring.metric.WindowStatistics;
import io.mehari.protocol.Json;
import io.mehari.recovery.RecoveryStatistics;
import io.mehari.upstream.HealthState;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The numbers of the gateway as one flat object: what {@code get_stats} answers, and {@code stats_update} tells. Costs nothing
 * while nobody asks. Safe for concurrent use.
 */
final class GatewayStats implements Processor, Supplier<ObjectNode> {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long a diagnosis is used. */
    private static final long DIAGNOSIS = TimeUnit.SECONDS.toNanos(5);

    private final Sources sources;
    private final LatencyWindow latency = new LatencyWindow();
    private final LongSupplier nanoTime;
    private final long began;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long diagnosedAt;
    private volatile ObjectNode diagnosis;

    /** What numbers are made of. */
    record Sources(
            CallMeters calls,
            Duration window,
            RunningGeneration running,
            Supplier<CacheStatistics> cache,
            RecoveryStatistics recovery,
            Diagnostics diagnostics,
            Upstreams upstreams,
            ServerHealths healths,
            LongSupplier dropped) {}

    /**
     * The numbers of a gateway that starts now.
     *
     * @param sources what they are made of
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    GatewayStats(Sources sources, LongSupplier nanoTime) {
        this.sources = sources;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(get());
    }

    @Override
    public ObjectNode get() {
        long now = nanoTime.getAsLong();
        double uptime = (now - began) / NANOS;
        double seconds = Math.max(1, Math.min(uptime, sources.window().toMillis() / 1000.0));
        WindowStatistics recent =
                sources.calls().recent().values().stream().reduce(WindowStatistics.NONE, WindowStatistics::and);
        long failures = sources.calls().recentFailures();
        ObjectNode stats = Json.object()
                .put("calls", sources.calls().calls())
                .put("calls_per_second", hundredths(recent.count() / seconds))
                .put("errors_per_second", hundredths(failures / seconds))
                .put("error_rate", recent.count() == 0 ? 0 : Math.min(1, failures / (double) recent.count()))
                .put(
                        "in_flight",
                        sources.running().current().map(Generation::calls).orElse(0));
        stats.set("latency_ms", latency(now));
        CacheStatistics cache = sources.cache().get();
        stats.putObject("cache")
                .put("hits", cache.hits())
                .put("misses", cache.misses())
                .put("hit_rate", cache.hits() + cache.misses() == 0 ? 0 : cache.hitRate());
        stats.put("recovery_rate", sources.recovery().summary().total().successRate());
        health(stats.putObject("health"), now);
        upstreams(stats.putObject("upstreams"));
        return stats.put("uptime_seconds", Math.round(uptime))
                .put("dropped_events", sources.dropped().getAsLong());
    }

    private ObjectNode latency(long now) {
        MetricSamples samples = new MetricSamples();
        sources.calls().read(samples);
        double[] bounds = {};
        long[] counts = {};
        for (Histogram.Snapshot tool :
                samples.histograms(GatewayMetric.CALL_DURATION).values()) {
            bounds = tool.bounds();
            counts = counts.length == 0 ? new long[bounds.length] : counts;
            for (int i = 0; i < counts.length; i++) {
                counts[i] += tool.counts()[i];
            }
        }
        if (counts.length == 0) {
            return Json.object().putNull("p50").putNull("p95").putNull("p99");
        }
        return latency.percentiles(bounds, counts, now);
    }

    /** A diagnosis takes longer than this answer may: the last one is told, and a newer one asked for. */
    private void health(ObjectNode health, long now) {
        ObjectNode known = diagnosis;
        if ((known == null || now - diagnosedAt > DIAGNOSIS) && asking.compareAndSet(false, true)) {
            sources.diagnostics().diagnose().whenComplete((found, failure) -> {
                if (found != null) {
                    diagnosis = found;
                    diagnosedAt = nanoTime.getAsLong();
                }
                asking.set(false);
            });
            known = diagnosis;
        }
        health.put("status", known == null ? "unknown" : known.path("status").asText());
        if (known == null) {
            health.putNull("score");
        } else {
            health.put("score", known.path("health_score").asInt());
        }
    }

    private void upstreams(ObjectNode counts) {
        for (HealthState state : HealthState.values()) {
            counts.put(state.name().toLowerCase(Locale.ROOT), 0);
        }
        sources.upstreams().all().forEach(upstream -> {
            String state = sources.healths().of(upstream).state().name().toLowerCase(Locale.ROOT);
            counts.put(state, counts.path(state).asInt() + 1);
        });
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
