package io.mehari.monitoring.exposition;

import io.mehari.alert.AlertBook;
import io.mehari.cache.CacheActivity;
import io.mehari.cache.CacheTiers;
import io.mehari.cache.CaffeineResultCache;
import io.mehari.component.generation.CallWatchdog;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.deadletter.DeadLetters;
import io.mehari.event.GatewayEvents;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.metric.CallMeters;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.GaugeSource;
import io.mehari.monitoring.metric.MetricSource;
import io.mehari.monitoring.metric.MonitorSettings;
import io.mehari.monitoring.metric.ValueWindows;
import io.mehari.monitoring.sample.CpuLoad;
import io.mehari.network.ByteBudget;
import io.mehari.recovery.RecoveryStatistics;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.util.Timer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.function.SingletonSupplier;

/** What is read for metrics, and the documents of it. Nothing of Micrometer is loaded before it is asked for. */
@Configuration(proxyBeanMethods = false)
class ExpositionConfiguration {
    @Bean
    GaugeSource callSources(CallWatchdog calls, RunningGeneration generation, GatewayEvents events) {
        return new CallSources(calls, generation, events);
    }

    @Bean
    GaugeSource storeSources(CaffeineResultCache cache, ByteBudget budget) {
        return new StoreSources(cache::statistics, budget);
    }

    @Bean
    GaugeSource cacheTierSources(CacheTiers tiers, CacheActivity activity) {
        return new CacheTierSources(tiers, activity);
    }

    @Bean
    GaugeSource serverSources(Upstreams upstreams, ObjectProvider<ServerHealths> healths) {
        return new ServerSources(
                upstreams,
                upstream -> healths.getIfAvailable(() -> ServerHealths.NONE).of(upstream));
    }

    @Bean
    MetricSource alertSource(AlertBook alerts) {
        return new AlertSource(alerts);
    }

    @Bean
    MetricSource deadLetterSource(DeadLetters letters) {
        return new DeadLetterSource(letters, System::nanoTime);
    }

    @Bean
    GaugeSource deadLetterQueue(DeadLetters letters) {
        return samples -> samples.add(GatewayMetric.DEAD_LETTERS_QUEUED, letters.queued());
    }

    @Bean
    MetricSource healthSource(Health health) {
        return new HealthSource(health);
    }

    @Bean
    MetricSources metricSources(ObjectProvider<MetricSource> sources) {
        return new MetricSources(() -> sources.orderedStream().toList());
    }

    /** Measures from the start on; nothing where nothing is to be measured. */
    @Bean
    GaugeWindows gaugeWindows(
            ObjectProvider<GaugeSource> sources, ValueWindows values, Timer timer, MonitorSettings monitor) {
        GaugeWindows gauges = new GaugeWindows(
                new MetricSources(
                        SingletonSupplier.of(() -> sources.orderedStream().toList())),
                values);
        if (monitor.enabled()) {
            gauges.startOn(timer);
        }
        return gauges;
    }

    /** Found by this name by {@code micrometer:} endpoints. */
    @Bean
    @Lazy
    PrometheusMeterRegistry metricsRegistry(MetricSources sources, CpuLoad load) {
        return new GatewayRegistry(sources, load);
    }

    @Bean
    MetricsDocuments metricsDocuments(
            ObjectProvider<PrometheusMeterRegistry> registry,
            MetricSources sources,
            CallMeters calls,
            Health health,
            RecoveryStatistics recovery,
            ValueWindows values) {
        return new MetricsDocuments(
                registry::getObject, new MetricsReport(sources, calls, health, recovery::summary, values));
    }
}
