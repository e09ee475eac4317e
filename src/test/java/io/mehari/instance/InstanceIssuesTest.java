package io.mehari.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.event.AlertSeverity;
import io.mehari.monitoring.diagnostics.Issue;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSamples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the diagnosis says of several gateways. */
class InstanceIssuesTest {
    private static final Duration FRESH = Duration.ofSeconds(6);
    private static final InstanceStatus.Events QUIET = new InstanceStatus.Events(5, 0, 0, 4, 0, 0);

    @Test
    void gatewaysThatAreAlikeAreFine() {
        assertThat(issues(status(Optional.empty(), QUIET, one("a", "1", "aa"), one("b", "1", "aa"), one("c", "1", ""))))
                .as("c has no route files yet")
                .isEmpty();
    }

    @Test
    void eachDifferenceIsOneSentence() {
        List<Issue> issues = issues(status(
                Optional.of("it does not answer"),
                new InstanceStatus.Events(0, 3, 1, 0, 2, 0),
                one("a", "1", "a".repeat(64)),
                one("b", "1", "a".repeat(64)),
                one("c", "2", "b".repeat(64))));
        assertThat(issues)
                .extracting(Issue::cause)
                .containsExactly(
                        "This gateway knows nothing new of the others, nor they of it: Redis: it does not answer",
                        "Gateways run different route files: a and b (aaaaaaaa), c (bbbbbbbb)",
                        "Gateways are of different versions: a and b (1), c (2)",
                        "Since the start 1 event could not be told to other gateways, and 2 events of others were missed");
        assertThat(issues)
                .extracting(Issue::severity)
                .containsExactly(AlertSeverity.WARNING, AlertSeverity.WARNING, AlertSeverity.INFO, AlertSeverity.INFO);
    }

    @Test
    void theEntryOfARunThatEndedIsNoSecondGateway() {
        Instance ended =
                new Instance("a", "1111111111111111", "", "1", "", Instant.EPOCH, Duration.ofSeconds(7), Duration.ZERO);
        assertThat(issues(status(Optional.empty(), QUIET, one("a", "1", ""), ended)))
                .isEmpty();
        assertThat(issues(status(Optional.empty(), QUIET, one("a", "1", ""), one("a", "1", ""))))
                .extracting(Issue::kind)
                .containsExactly("instance_id_twice");
    }

    @Test
    void theNumbersAreMetrics() {
        MetricSamples samples = new MetricSamples();
        InstanceReport.metrics(status(Optional.empty(), QUIET, one("a", "1", "aa"), one("b", "1", "bb")), samples);
        assertThat(samples.sum(GatewayMetric.INSTANCES)).isEqualTo(2);
        assertThat(samples.sum(GatewayMetric.INSTANCE_ROUTES)).isEqualTo(2);
        assertThat(samples.values(GatewayMetric.INSTANCE_LOCK)).containsEntry(List.of("work"), 1.0);
        assertThat(samples.values(GatewayMetric.INSTANCE_EVENTS)).containsEntry(List.of("sent"), 5.0);
    }

    private static List<Issue> issues(InstanceStatus status) {
        return InstanceIssues.of(status, FRESH);
    }

    private static InstanceStatus status(Optional<String> problem, InstanceStatus.Events events, Instance... all) {
        return new InstanceStatus(
                all[0],
                List.of(all),
                problem,
                0,
                List.of(new InstanceStatus.Lock("work", true, Optional.of("a"), 0)),
                events);
    }

    private static Instance one(String id, String version, String routes) {
        return new Instance(
                id, "0000000000000000", "", version, routes, Instant.EPOCH, Duration.ofSeconds(1), Duration.ZERO);
    }
}
