package io.mehari.endpoint.admin;

import io.mehari.alert.AlertBook;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.deadletter.DeadLetters;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.HealthGroups;
import io.mehari.monitoring.alert.AlertRules;
import io.mehari.monitoring.diagnostics.Diagnostics;
import io.mehari.monitoring.diagnostics.ToolDiagnosis;
import io.mehari.routes.Generations;
import io.mehari.upstream.Upstreams;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of the handlers for operators; each brings its paths. */
@Configuration(proxyBeanMethods = false)
class AdminConfiguration {
    @Bean
    HealthHandler healthHandler(Health health, HealthGroups groups) {
        return new HealthHandler(health, groups);
    }

    @Bean
    DeadLetterHandler deadLetterHandler(DeadLetters deadLetters) {
        return new DeadLetterHandler(deadLetters::list);
    }

    @Bean
    AlertsHandler alertsHandler(AlertBook alerts, AlertRules rules) {
        return new AlertsHandler(alerts, rules);
    }

    @Bean
    DiagnosticsHandler diagnosticsHandler(Diagnostics diagnostics, ToolDiagnosis tools) {
        return new DiagnosticsHandler(diagnostics, tools);
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
