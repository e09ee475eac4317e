package io.mehari.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.monitoring.HealthCheck.Condition;
import io.mehari.support.ChangesBehaviour;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HealthGroupsTest {
    private static final HealthGroups PLAIN = groups(List.of(), Map.of());

    @Test
    @DisplayName("S0.15: healthy, degraded, unhealthy")
    void tellsDegradedFromUnhealthy() {
        assertThat(PLAIN.status(report())).isEqualTo("healthy");
        assertThat(PLAIN.status(report("upstream:files"))).isEqualTo("degraded");
        assertThat(PLAIN.status(report("network"))).isEqualTo("unhealthy");
    }

    @Test
    @ChangesBehaviour("mehari.health.required")
    void aRequiredServerDecidesReadiness() {
        HealthGroups groups = groups(List.of("files"), Map.of());
        assertThat(groups.status(report("upstream:files"))).isEqualTo("unhealthy");
        assertThat(groups.unhealthy(report("upstream:files"), "ready").orElseThrow())
                .containsOnlyKeys("upstream:files");
        assertThat(groups.unhealthy(report("upstream:git"), "ready").orElseThrow())
                .as("another server does not")
                .isEmpty();
        assertThat(PLAIN.unhealthy(report("upstream:files"), "ready").orElseThrow())
                .isEmpty();
    }

    @Test
    void aServerThatGoesOnWithFewerReplicasIsDegradedAndReady() {
        HealthGroups groups = groups(List.of("files"), Map.of());
        Health.Report report =
                new Health.Report(false, Map.of("upstream:files", Condition.limited("1 of 2 replicas")), Instant.EPOCH);
        assertThat(groups.status(report)).isEqualTo("degraded");
        assertThat(groups.unhealthy(report, "ready").orElseThrow()).isEmpty();
    }

    @Test
    void aRequiredServerThatNobodyHasConfiguredIsRed() {
        assertThat(groups(List.of("absent"), Map.of())
                        .unhealthy(report(), "ready")
                        .orElseThrow()
                        .get("upstream:absent")
                        .detail())
                .contains("absent");
    }

    @Test
    @ChangesBehaviour("mehari.health.groups")
    void groupsLookAtTheirPartsOnly() {
        HealthGroups groups = groups(
                List.of(),
                Map.of("storage", List.of("database"), "all", List.of("upstream:*"), "ready", List.of("database")));
        assertThat(groups.unhealthy(report("database", "upstream:git"), "storage")
                        .orElseThrow())
                .containsOnlyKeys("database");
        assertThat(groups.unhealthy(report("upstream:git", "upstream:files"), "all")
                        .orElseThrow())
                .containsOnlyKeys("upstream:files", "upstream:git");
        assertThat(groups.unhealthy(report("network", "database"), "ready").orElseThrow())
                .as("what is configured is added to what is always looked at")
                .containsOnlyKeys("database", "network");
        assertThat(groups.unhealthy(report(), "absent")).isEmpty();
    }

    @Test
    void groupsHaveUsableNamesAndParts() {
        assertThat(new HealthSettings(List.of(), Map.of("live", List.of("a"))).isNamesUsable())
                .isFalse();
        assertThat(new HealthSettings(List.of(), Map.of("A b", List.of("a"))).isNamesUsable())
                .isFalse();
        assertThat(new HealthSettings(List.of(), Map.of("a", List.of())).isGroupsFilled())
                .isFalse();
        assertThat(new HealthSettings(List.of(), Map.of("ready", List.of("a"))).isNamesUsable())
                .isTrue();
    }

    @Test
    @DisplayName("S0.15: database, redis and vector store are parts; what is not in use says so")
    void aStoreThatIsNotInUseIsNotUnhealthy() {
        Health health = new Health(
                () -> List.of(StoreHealth.notConfigured("redis"), new StoreHealth("database", () -> Condition.HEALTHY)),
                java.time.Clock.systemUTC());
        assertThat(health.report().healthy()).isTrue();
        assertThat(health.report().parts().get("redis").status()).isEqualTo("not_configured");
        assertThat(health.report().parts().get("database").status()).isEqualTo("healthy");
    }

    private static HealthGroups groups(List<String> required, Map<String, List<String>> groups) {
        return new HealthGroups(new HealthSettings(required, groups));
    }

    private static Health.Report report(String... red) {
        Map<String, Condition> parts = new TreeMap<>();
        for (String name : List.of("database", "network", "upstream:files", "upstream:git")) {
            parts.put(name, List.of(red).contains(name) ? Condition.unhealthy("broken") : Condition.HEALTHY);
        }
        return new Health.Report(red.length == 0, parts, Instant.EPOCH);
    }
}
