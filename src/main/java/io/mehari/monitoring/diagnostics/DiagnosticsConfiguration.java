package io.mehari.monitoring.diagnostics;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.alert.AlertBook;
import io.mehari.cache.CacheTiers;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.failure.memory.Recommendations;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.alert.AlertRules;
import io.mehari.monitoring.prediction.FailurePrediction;
import io.mehari.monitoring.sample.SampleHistory;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The diagnosis, and what looks for issues; further beans of type {@link IssueSource} are asked as well. */
@Configuration(proxyBeanMethods = false)
class DiagnosticsConfiguration {
    private static final Duration ADVICE = Duration.ofSeconds(2);

    /** The error memory, where there is one. */
    @Bean
    ErrorAdvice errorAdvice(ObjectProvider<Recommendations> memory) {
        Recommendations known = memory.getIfAvailable();
        return known == null ? ErrorAdvice.NONE : new RememberedAdvice(known);
    }

    @Bean
    IssueSource serverIssues(Upstreams upstreams, ObjectProvider<ServerHealths> healths, Clock clock) {
        return new ServerIssues(upstreams, healths.getIfAvailable(() -> ServerHealths.NONE), clock);
    }

    @Bean
    IssueSource toolIssues(ToolCatalog catalog, Upstreams upstreams) {
        return new ToolIssues(catalog, upstreams);
    }

    @Bean
    IssueSource cacheIssues(CacheTiers tiers) {
        return new CacheIssues(tiers);
    }

    @Bean
    OutputChecks outputChecks() {
        return new OutputChecks();
    }

    @Bean
    IssueSource stateIssues(AlertBook alerts, CircuitBreakerRegistry breakers, Health health) {
        return new StateIssues(alerts, breakers, health);
    }

    @Bean
    ToolDiagnosis toolDiagnosis(
            ToolCatalog catalog, Upstreams upstreams, ToolGroups groups, CircuitBreakerRegistry breakers) {
        return new ToolDiagnosis(catalog, upstreams, groups, breakers);
    }

    @Bean
    Diagnostics diagnostics(
            ObjectProvider<IssueSource> sources,
            ErrorAdvice advice,
            Upstreams upstreams,
            ObjectProvider<ServerHealths> healths,
            SampleHistory history,
            AlertRules rules,
            FailurePrediction prediction,
            Clock clock) {
        return new Diagnostics(
                () -> sources.orderedStream().toList(),
                new ServerAdvice(upstreams, advice, ADVICE),
                upstreams,
                healths.getIfAvailable(() -> ServerHealths.NONE),
                history,
                rules,
                prediction,
                clock);
    }
}
