package io.mehari.configuration.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentNamesTest {
    @Test
    void readsTheNamesOfMcposGuide() {
        EnvironmentNames names = new EnvironmentNames(Map.of(
                "MCPO_CACHE_MAX_SIZE",
                "1000",
                "MCPO_CACHE_DEFAULT_TTL",
                "300",
                "MCPO_MAX_RECOVERY_ATTEMPTS",
                "5",
                "MCPO_POOL_MIN_CONNECTIONS",
                "3",
                "MCPO_POOL_MAX_CONNECTIONS",
                "12",
                "MCPO_MONITOR_ENABLED",
                "false"));
        assertThat(names.settings().getProperty("mehari.cache.max-entries")).isEqualTo("1000");
        assertThat(names.settings().getProperty("mehari.cache.default-ttl")).isEqualTo("300s");
        assertThat(names.settings().getProperty("mehari.servers.max-retries")).isEqualTo("5");
        assertThat(names.settings().getProperty("mehari.servers.pool-min")).isEqualTo("3");
        assertThat(names.settings().getProperty("mehari.servers.pool-max")).isEqualTo("12");
        assertThat(names.settings().getProperty("mehari.monitor.enabled")).isEqualTo("false");
        assertThat(names.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MEHARI_", "MCPO_"})
    @DisplayName("S1.10: ERROR_RECOVERY_ENABLED and MAX_RECOVERY_ATTEMPTS")
    void recoveryIsSwitchedByVariables(String prefix) {
        EnvironmentNames names = new EnvironmentNames(
                Map.of(prefix + "ERROR_RECOVERY_ENABLED", "false", prefix + "MAX_RECOVERY_ATTEMPTS", "5"));
        assertThat(names.settings().getProperty("mehari.recovery.enabled")).isEqualTo("false");
        assertThat(names.settings().getProperty("mehari.servers.max-retries")).isEqualTo("5");
        assertThat(names.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MEHARI_MONITOR_INTERVAL", "MCPO_MONITOR_INTERVAL"})
    @DisplayName("S1.10: MONITOR_INTERVAL counts seconds")
    void theIntervalOfTheMonitorCountsSeconds(String variable) {
        EnvironmentNames names = new EnvironmentNames(Map.of(variable, "60"));
        assertThat(names.settings().getProperty("mehari.maintenance.system-sample-period"))
                .isEqualTo("60s");
        assertThat(names.warnings()).isEmpty();
    }

    @Test
    void preferOwnPrefix() {
        EnvironmentNames names = new EnvironmentNames(Map.of(
                "MCPO_CACHE_MAX_SIZE",
                "1",
                "MEHARI_CACHE_MAX_SIZE",
                "2",
                "LOG_LEVEL",
                "info",
                "MCPO_LOG_LEVEL",
                "debug"));
        assertThat(names.settings().getProperty("mehari.cache.max-entries")).isEqualTo("2");
        assertThat(names.logLevel()).contains("debug");
    }

    @Test
    void namesThoseWithoutEffect() {
        EnvironmentNames names = new EnvironmentNames(Map.of("MEHARI_CONNECTION_TIMEOUT", "10", "PATH", "/bin"));
        assertThat(names.warnings())
                .containsExactly(
                        "environment variable MEHARI_CONNECTION_TIMEOUT has no effect: a server has 5 s to be reached"
                                + " and 20 s for its handshake");
    }

    @Test
    void warnsOfNamesOfMcposThatNobodyKnows() {
        assertThat(new EnvironmentNames(Map.of("MCPO_CACHE_MAX_SIZ", "1")).warnings())
                .containsExactly("environment variable MCPO_CACHE_MAX_SIZ has no effect: its name is not known");
    }
}
