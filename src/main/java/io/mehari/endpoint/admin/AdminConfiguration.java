package io.mehari.endpoint.admin;

import io.mehari.component.generation.RunningGeneration;
import io.mehari.deadletter.DeadLetters;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.exposition.MetricsDocuments;
import io.mehari.routes.Generations;
import io.mehari.upstream.Upstreams;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of the handlers for operators; each brings its paths. */
@Configuration(proxyBeanMethods = false)
class AdminConfiguration {
    @Bean
    HealthHandler healthHandler(Health health) {
        return new HealthHandler(health);
    }

    /** Not there where the monitor is switched off. */
    @Bean
    @ConditionalOnProperty(name = "mehari.monitor.enabled", matchIfMissing = true)
    MetricsHandler metricsHandler(MetricsDocuments documents) {
        return new MetricsHandler(documents);
    }

    @Bean
    DeadLetterHandler deadLetterHandler(DeadLetters deadLetters) {
        return new DeadLetterHandler(deadLetters::list);
    }

    @Bean
    RouteHandler routeHandler(Generations generations, RunningGeneration running) {
        return new RouteHandler(generations, running);
    }

    @Bean
    ServerRestartHandler serverRestartHandler(Upstreams upstreams) {
        return new ServerRestartHandler(upstreams);
    }
}
