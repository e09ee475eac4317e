package io.mehari.endpoint.admin;

import io.mehari.component.generation.RunningGeneration;
import io.mehari.deadletter.DeadLetters;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.monitoring.Health;
import io.mehari.routes.Generations;
import io.mehari.security.AccessLevel;
import io.mehari.upstream.Upstreams;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What operators find at which path. */
@Configuration(proxyBeanMethods = false)
class AdminConfiguration {
    @Bean
    HealthHandlers healthHandlers(Health health) {
        return new HealthHandlers(health);
    }

    @Bean
    RestRoute healthReport(HealthHandlers handlers) {
        return RestRoute.get("/health", AccessLevel.DOCUMENT, RestHandler.of(handlers::report));
    }

    @Bean
    RestRoute healthLive(HealthHandlers handlers) {
        return RestRoute.get("/health/live", AccessLevel.OPEN, RestHandler.of(handlers::live));
    }

    @Bean
    RestRoute listDeadLetters(DeadLetters deadLetters) {
        return RestRoute.get(
                "/api/v1/admin/dead-letters",
                AccessLevel.ADMIN,
                new DeadLetterHandler(new StoredDeadLetters(deadLetters)));
    }

    @Bean
    RouteHandlers routeHandlers(Generations generations, RunningGeneration running) {
        return new RouteHandlers(generations, running);
    }

    @Bean
    RestRoute showRoutes(RouteHandlers handlers) {
        return RestRoute.get("/api/v1/admin/routes", AccessLevel.ADMIN, RestHandler.of(handlers::current));
    }

    @Bean
    RestRoute reloadRoutes(RouteHandlers handlers) {
        return RestRoute.post("/api/v1/admin/routes/reload", AccessLevel.ADMIN, handlers::reload);
    }

    @Bean
    RestRoute restartServer(Upstreams upstreams) {
        return RestRoute.post(
                "/api/v1/admin/servers/{server}/restart", AccessLevel.ADMIN, new ServerRestartHandler(upstreams));
    }
}
