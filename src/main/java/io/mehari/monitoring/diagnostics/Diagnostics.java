package io.mehari.monitoring.diagnostics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.event.AlertSeverity;
import io.mehari.monitoring.alert.AlertRules;
import io.mehari.monitoring.prediction.FailurePrediction;
import io.mehari.monitoring.sample.SampleHistory;
import io.mehari.monitoring.sample.SystemSample;
import io.mehari.monitoring.sample.Trends;
import io.mehari.protocol.Json;
import io.mehari.upstream.HealthState;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamStatus;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole diagnosis. Everything is known already and put together when it is asked for: nothing is connected to, called
 * or measured. Safe for concurrent use.
 */
public final class Diagnostics {
    /** Most issues and recommendations that are listed; the most urgent ones. */
    static final int MOST = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Diagnostics.class);
    private static final double PERCENT = 100;

    private final Supplier<List<IssueSource>> sources;
    private final ServerAdvice advice;
    private final Upstreams upstreams;
    private final ServerHealths healths;
    private final SampleHistory history;
    private final AlertRules rules;
    private final FailurePrediction prediction;
    private final Clock clock;

    /**
     * A diagnosis of these parts.
     *
     * @param sources find issues
     * @param advice on errors of servers
     * @param upstreams all servers
     * @param healths how well they answer
     * @param history of samples
     * @param rules have the threshold of the error rate
     * @param prediction what will go wrong
     * @param clock stamps the diagnosis
     */
    Diagnostics(
            Supplier<List<IssueSource>> sources,
            ServerAdvice advice,
            Upstreams upstreams,
            ServerHealths healths,
            SampleHistory history,
            AlertRules rules,
            FailurePrediction prediction,
            Clock clock) {
        this.sources = sources;
        this.advice = advice;
        this.upstreams = upstreams;
        this.healths = healths;
        this.history = history;
        this.rules = rules;
        this.prediction = prediction;
        this.clock = clock;
    }

    /**
     * The diagnosis.
     *
     * @return never fails; a new object, with {@code status}, {@code health_score}, {@code issues}, {@code recommendations}, {@code
     *     metrics}, {@code connection_health}, {@code connections}, {@code predictions} and {@code timestamp}
     */
    public CompletableFuture<ObjectNode> diagnose() {
        return advice.ask().thenApply(this::diagnose);
    }

    private ObjectNode diagnose(Map<String, List<String>> advised) {
        List<Issue> issues = issues().stream()
                .map(issue -> issue.with(advised.getOrDefault(issue.subject(), List.of())))
                .toList();
        Map<String, Boolean> servers = new TreeMap<>();
        upstreams.all().forEach(upstream -> servers.put(upstream.name(), ServerIssues.isHealthy(upstream, healths)));
        double errorRate =
                history.last().map(sample -> sample.calls().errorRate()).orElse(0.0);
        int score =
                HealthScore.of(servers.values(), errorRate, rules.thresholds().errorRatePercent() / PERCENT, issues);
        ObjectNode json = Json.object().put("status", status(issues, servers)).put("health_score", score);
        put(json, issues);
        json.set("metrics", metrics());
        ObjectNode health = json.putObject("connection_health");
        servers.forEach(health::put);
        ObjectNode connections = json.putObject("connections");
        upstreams.all().forEach(upstream -> connections.set(upstream.name(), connection(upstream)));
        ArrayNode predictions = json.putArray("predictions");
        prediction.current().forEach(each -> predictions.add(each.json()));
        return json.put("timestamp", clock.instant().toString());
    }

    private List<Issue> issues() {
        List<Issue> issues = new ArrayList<>();
        for (IssueSource source : sources.get()) {
            try {
                issues.addAll(source.issues());
            } catch (RuntimeException e) {
                LOG.warn("{} could not look for issues", source.getClass().getSimpleName(), e);
            }
        }
        issues.sort(Comparator.comparing(Issue::severity).reversed().thenComparing(Issue::subject));
        return issues;
    }

    /** Unhealthy: no server is healthy. Degraded: something is worse than it should be. */
    private static String status(List<Issue> issues, Map<String, Boolean> servers) {
        if (!servers.isEmpty() && !servers.containsValue(true)) {
            return "unhealthy";
        }
        boolean degraded = issues.stream().anyMatch(issue -> issue.severity() != AlertSeverity.INFO);
        return degraded ? "degraded" : "healthy";
    }

    private static void put(ObjectNode json, List<Issue> issues) {
        ArrayNode listed = json.putArray("issues");
        Set<String> recommendations = new LinkedHashSet<>();
        for (Issue issue : issues.subList(0, Math.min(MOST, issues.size()))) {
            listed.add(issue.json());
            if (!issue.recommendation().isEmpty()) {
                recommendations.add(issue.subject() + ": " + issue.recommendation());
            }
        }
        json.put("issue_count", issues.size());
        ArrayNode array = json.putArray("recommendations");
        recommendations.forEach(array::add);
    }

    private ObjectNode metrics() {
        ObjectNode metrics = history.last().map(SystemSample::json).orElseGet(Json::object);
        ObjectNode trends = metrics.putObject("trends");
        Trends.of(history, clock.instant()).forEach((name, trend) -> trends.set(name, trend.json()));
        return metrics.put("samples", history.size());
    }

    private ObjectNode connection(Upstream upstream) {
        UpstreamStatus status = upstream.status();
        HealthState health = healths.of(upstream).state();
        ObjectNode json = Json.object()
                .put("state", status.state().name().toLowerCase(Locale.ROOT))
                .put("health", health.name().toLowerCase(Locale.ROOT))
                .put("transport", status.transport())
                .put("since", status.since().toString())
                .put("tools", status.tools())
                .put("in_flight", status.inFlight())
                .put("restarts", status.restarts())
                .put("attempts", status.attempts());
        upstream.pool().ifPresent(pool -> json.set("pool", pool.json()));
        status.nextAttempt().ifPresent(at -> json.put("next_attempt", at.toString()));
        status.lastError().ifPresent(error -> json.put("last_error", error));
        return json;
    }
}
