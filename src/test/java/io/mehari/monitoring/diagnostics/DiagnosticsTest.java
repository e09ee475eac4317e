package io.mehari.monitoring.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.alert.AlertBook;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.event.AlertSeverity;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.HealthCheck;
import io.mehari.monitoring.alert.AlertRules;
import io.mehari.monitoring.alert.AlertThresholds;
import io.mehari.monitoring.prediction.FailurePrediction;
import io.mehari.monitoring.sample.SampleHistory;
import io.mehari.support.FakeUpstream;
import io.mehari.support.MovableClock;
import io.mehari.support.Tools;
import io.mehari.upstream.HealthState;
import io.mehari.upstream.ServerHealth;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {
    private final MovableClock clock = new MovableClock();
    private final Upstreams upstreams = new Upstreams();
    private final ToolCatalog catalog = new ToolCatalog();
    private final AlertBook alerts = new AlertBook(event -> {}, clock);
    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    private final List<HealthCheck> parts = new ArrayList<>();
    private ServerHealths healths = ServerHealths.NONE;
    private ErrorAdvice advice = ErrorAdvice.NONE;

    @Test
    @DisplayName("S1.7: status, issues, recommendations, metrics, connection_health per upstream, health score")
    void hasTheFieldsOfTheSources() {
        server("mcp_server_1", UpstreamState.READY, null);
        server("mcp_server_2", UpstreamState.READY, null);

        ObjectNode json = diagnose();

        assertThat(json.path("status").asText()).isEqualTo("healthy");
        assertThat(json.path("issues").isArray()).isTrue();
        assertThat(json.path("issues")).isEmpty();
        assertThat(json.path("recommendations").isArray()).isTrue();
        assertThat(json.path("metrics").isObject()).isTrue();
        assertThat(json.path("connection_health").toString())
                .isEqualTo("{\"mcp_server_1\":true,\"mcp_server_2\":true}");
        assertThat(json.path("health_score").asInt()).isEqualTo(100);
    }

    @Test
    void aServerThatIsGoneHasCauseAdviceAndRecommendation() {
        server("files", UpstreamState.WAITING, "connect ECONNREFUSED 127.0.0.1:9000");
        server("git", UpstreamState.READY, null);
        advice = error -> CompletableFuture.completedFuture(
                error.contains("ECONNREFUSED") ? List.of("Start the server on that port") : List.of());
        clock.advance(Duration.ofMinutes(5));

        ObjectNode json = diagnose();

        assertThat(json.path("status").asText()).isEqualTo("degraded");
        assertThat(json.path("connection_health").toString()).isEqualTo("{\"files\":false,\"git\":true}");
        assertThat(json.at("/issues/0/kind").asText()).isEqualTo("server_not_connected");
        assertThat(json.at("/issues/0/cause").asText()).contains("files", "5 min", "ECONNREFUSED");
        assertThat(json.at("/recommendations/0").asText()).contains("/restart", "Start the server on that port");
        assertThat(json.at("/connections/files/last_error").asText()).contains("ECONNREFUSED");
        assertThat(json.path("health_score").asInt()).isEqualTo(80);
    }

    @Test
    void adviceThatFailsOrDoesNotComeIsLeftOut() {
        server("files", UpstreamState.WAITING, "refused");
        advice = error -> CompletableFuture.failedFuture(new IllegalStateException("busy"));
        assertThat(diagnose().path("recommendations")).hasSize(1);
        advice = error -> new CompletableFuture<>();
        assertThat(diagnose().path("recommendations")).hasSize(1);
        advice = error -> {
            throw new IllegalStateException("broken");
        };
        assertThat(diagnose().path("recommendations")).hasSize(1);
    }

    @Test
    void everythingGoneIsUnhealthy() {
        server("files", UpstreamState.MISCONFIGURED, "no command");
        ObjectNode json = diagnose();
        assertThat(json.path("status").asText()).isEqualTo("unhealthy");
        assertThat(json.at("/issues/0/kind").asText()).isEqualTo("server_misconfigured");
        assertThat(json.at("/issues/0/severity").asText()).isEqualTo("critical");
        assertThat(json.path("health_score").asInt()).isEqualTo(60);
    }

    @Test
    void aServerThatAnswersBadlyIsAnIssueWhileItIsConnected() {
        server("files", UpstreamState.READY, null);
        healths = upstream -> new ServerHealth(
                HealthState.DEGRADED,
                OptionalDouble.of(900),
                Instant.EPOCH,
                Optional.empty(),
                Optional.of("answers within 900 ms"));
        ObjectNode json = diagnose();
        assertThat(json.at("/issues/0/kind").asText()).isEqualTo("server_answers_badly");
        assertThat(json.at("/issues/0/cause").asText()).contains("900 ms");
        assertThat(json.at("/connection_health/files").asBoolean()).isTrue();
        assertThat(json.at("/connections/files/health").asText()).isEqualTo("degraded");
    }

    @Test
    void alertsBreakersAndPartsAreIssuesTheMostUrgentFirst() {
        alerts.raise("memory", AlertSeverity.CRITICAL, "Memory at 95 %", "Give it more");
        breakers.circuitBreaker("files/read").transitionToOpenState();
        parts.add(part("maintenance", "call-events for 40 s"));
        ObjectNode json = diagnose();
        assertThat(json.path("issues").findValuesAsText("subject"))
                .containsExactly("memory", "files/read", "maintenance");
        assertThat(json.path("issues").findValuesAsText("kind"))
                .containsExactly("alert", "breaker_open", "part_unhealthy");
        assertThat(json.path("health_score").asInt()).isEqualTo(100 - 10 - 3 - 3);
    }

    @Test
    void whatIsOddAboutToolsCostsNoHealth() throws Exception {
        FakeUpstream files = server("files", UpstreamState.READY, null);
        ObjectNode odd = Tools.definition("read");
        odd.putObject("inputSchema").put("type", "object").put("minProperties", "three");
        catalog.replace(ToolSource.of(Tools.settings("files")), List.of(odd));
        catalog.find("files", "read")
                .orElseThrow()
                .schema()
                .ready()
                .toCompletableFuture()
                .get();
        ObjectNode json = diagnose();
        assertThat(json.path("issues").findValuesAsText("kind")).contains("schema_keyword_dropped");
        assertThat(json.path("status").asText()).isEqualTo("healthy");
        assertThat(files.name()).isEqualTo("files");
    }

    @Test
    void aSourceThatFailsTakesNothingFromTheOthers() {
        parts.add(part("maintenance", "x"));
        ObjectNode json = diagnose(() -> {
            throw new IllegalStateException("broken on purpose");
        });
        assertThat(json.path("issues").findValuesAsText("subject")).containsExactly("maintenance");
    }

    @Test
    void listsAreBounded() {
        List<Issue> many = new ArrayList<>();
        for (int i = 0; i < 2 * Diagnostics.MOST; i++) {
            many.add(new Issue("x", AlertSeverity.WARNING, "s" + i, "c", "r"));
        }
        ObjectNode json = diagnose(() -> many);
        assertThat(json.path("issues")).hasSize(Diagnostics.MOST);
        assertThat(json.path("recommendations")).hasSize(Diagnostics.MOST);
        assertThat(json.path("issue_count").asInt()).isEqualTo(2 * Diagnostics.MOST);
        assertThat(json.path("health_score").asInt())
                .as("at least what is left")
                .isEqualTo(70);
    }

    private ObjectNode diagnose(IssueSource... more) {
        List<IssueSource> sources = new ArrayList<>(List.of(more));
        sources.add(new ServerIssues(upstreams, healths, clock));
        sources.add(new ToolIssues(catalog, upstreams));
        sources.add(new StateIssues(alerts, breakers, new Health(() -> parts, clock)));
        return new Diagnostics(
                        () -> sources,
                        new ServerAdvice(upstreams, error -> advice.advice(error), Duration.ofMillis(50)),
                        upstreams,
                        healths,
                        new SampleHistory(Duration.ofHours(1)),
                        new AlertRules(new AlertThresholds(80, 90, 5, 5, 10), alerts),
                        new FailurePrediction(alerts),
                        clock)
                .diagnose()
                .join();
    }

    private FakeUpstream server(String name, UpstreamState state, String error) {
        FakeUpstream upstream = new FakeUpstream(name).state(state, error).tools(Tools.definition("read"));
        upstreams.add(upstream);
        return upstream;
    }

    private static HealthCheck part(String name, String problem) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Condition check() {
                return Condition.unhealthy(problem);
            }
        };
    }
}
