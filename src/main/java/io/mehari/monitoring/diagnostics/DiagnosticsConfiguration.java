package io.mehari.monitoring.diagnostics;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.alert.AlertBook;
import io.mehari.cache.CacheTiers;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.failure.memory.Advice;
import io.mehari.failure.memory.Recommendations;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.alert.AlertRules;
import io.mehari.monitoring.prediction.FailurePrediction;
import io.mehari.monitoring.sample.SampleHistory;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The diagnosis, and what looks for issues; further beans of type {@link IssueSource} are asked as well. */
@Configuration(proxyBeanMethods = false)
class DiagnosticsConfiguration {
    /** Most pieces of advice on one server, and most fixes in each. */
    private static final int MOST_SENTENCES = 2;

    private static final Duration ADVICE = Duration.ofSeconds(2);

    /** The error memory, where there is one. */
    @Bean
    ErrorAdvice errorAdvice(ObjectProvider<Recommendations> memory) {
        Recommendations known = memory.getIfAvailable();
        return known == null
                ? ErrorAdvice.NONE
                : error -> known.recommend(error).thenApply(DiagnosticsConfiguration::sentences);
    }

    private static List<String> sentences(Advice advice) {
        return advice.recommendations().stream()
                .limit(MOST_SENTENCES)
                .map(known -> known.title() + ": "
                        + String.join(
                                "; or ",
                                known.fix().stream().limit(MOST_SENTENCES).toList()))
                .toList();
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
