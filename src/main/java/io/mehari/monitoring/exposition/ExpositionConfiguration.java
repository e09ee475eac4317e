package io.mehari.monitoring.exposition;

import io.mehari.alert.AlertBook;
import io.mehari.cache.CaffeineResultCache;
import io.mehari.component.generation.CallWatchdog;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.deadletter.DeadLetters;
import io.mehari.event.GatewayEvents;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.metric.CallMeters;
import io.mehari.monitoring.metric.MetricSettings;
import io.mehari.monitoring.metric.MetricSource;
import io.mehari.network.ByteBudget;
import io.mehari.recovery.RecoveryStatistics;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** What is read for metrics, and the documents of it. Nothing of Micrometer is loaded before it is asked for. */
@Configuration(proxyBeanMethods = false)
class ExpositionConfiguration {
    @Bean
    MetricSource callSources(CallWatchdog calls, RunningGeneration generation, GatewayEvents events) {
        return new CallSources(calls, generation, events);
    }

    @Bean
    MetricSource storeSources(CaffeineResultCache cache, ByteBudget budget) {
        return new StoreSources(cache::statistics, budget);
    }

    @Bean
    MetricSource serverSources(Upstreams upstreams, ObjectProvider<ServerHealths> healths) {
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
    MetricSource healthSource(Health health) {
        return new HealthSource(health);
    }

    @Bean
    MetricSources metricSources(ObjectProvider<MetricSource> sources) {
        return new MetricSources(() -> sources.orderedStream().toList());
    }

    /** Found by this name by {@code micrometer:} endpoints. */
    @Bean
    @Lazy
    PrometheusMeterRegistry metricsRegistry(MetricSources sources) {
        return new GatewayRegistry(sources);
    }

    @Bean
    MetricsDocuments metricsDocuments(
            ObjectProvider<PrometheusMeterRegistry> registry,
            MetricSources sources,
            CallMeters calls,
            Health health,
            RecoveryStatistics recovery,
            MetricSettings settings) {
        return new MetricsDocuments(
                registry::getObject, new MetricsReport(sources, calls, health, recovery::summary, settings.window()));
    }
}
