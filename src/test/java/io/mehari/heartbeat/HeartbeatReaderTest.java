package io.mehari.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("S4.3: the file of heartbeats")
class HeartbeatReaderTest {
    @Test
    void leavesDefaultsWhereNothingIsSaid() throws Exception {
        HeartbeatSettings defaults = read("{}");
        assertThat(defaults).isEqualTo(HeartbeatSettings.DEFAULTS);
        assertThat(defaults.interval()).hasSeconds(10);
        assertThat(defaults.check()).hasSeconds(1);
        assertThat(defaults.log()).hasSeconds(60);
        assertThat(defaults.sessionTimeout()).hasSeconds(300);
        assertThat(defaults.cleanup()).hasSeconds(300);
        assertThat(defaults.performance()).isEqualTo(new HeartbeatSettings.Performance(true, 1000, 5));
        assertThat(defaults.adaptive())
                .isEqualTo(new HeartbeatSettings.Adaptive(true, Duration.ofSeconds(5), Duration.ofSeconds(30)));
    }

    @Test
    void theShippedFileSaysTheDefaults() throws Exception {
        byte[] shipped = Files.readAllBytes(Path.of("config/heartbeat.json"));
        assertThat(HeartbeatReader.read(shipped)).isEqualTo(HeartbeatSettings.DEFAULTS);
    }

    @Test
    void readsEveryKey() throws Exception {
        assertThat(read("{'enabled': false, 'heartbeat_interval_seconds': 20, 'heartbeat_check_interval_seconds': 2,"
                        + " 'heartbeat_log_interval_seconds': 30, 'heartbeat_timeout_seconds': 7, 'heartbeat_misses': 4,"
                        + " 'session_timeout_seconds': 600, 'cleanup_interval_seconds': 60, 'performance_monitoring':"
                        + " {'enabled': false, 'response_time_threshold_ms': 250.5, 'error_rate_threshold_percent': 0},"
                        + " 'adaptive_heartbeat': {'enabled': false, 'min_interval_seconds': 3,"
                        + " 'max_interval_seconds': 40}, 'crash_loop': {'restarts': 9, 'window_seconds': 61}}"))
                .isEqualTo(new HeartbeatSettings(
                        false,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(7),
                        4,
                        Duration.ofSeconds(600),
                        Duration.ofSeconds(60),
                        new HeartbeatSettings.Performance(false, 250.5, 0),
                        new HeartbeatSettings.Adaptive(false, Duration.ofSeconds(3), Duration.ofSeconds(40)),
                        new HeartbeatSettings.CrashLoop(9, Duration.ofSeconds(61))));
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        assertThat(problems(
                        "{'heartbeat_intervall_seconds': 5, 'heartbeat_check_interval_seconds': 0, 'enabled': 'yes',"
                                + " 'session_timeout_seconds': 1.5, 'adaptive_heartbeat': {'min_interval_seconds': 20,"
                                + " 'max_interval_seconds': 10, 'maximum': 3}, 'performance_monitoring': [],"
                                + " 'crash_loop': {'restarts': 100000000000}, 'zzz': 1}"))
                .containsExactlyInAnyOrder(
                        "heartbeat_intervall_seconds is unknown; did you mean heartbeat_interval_seconds?",
                        "heartbeat_check_interval_seconds must be a whole number from 1 to 60, and is 0",
                        "enabled must be true or false, and is \"yes\"",
                        "session_timeout_seconds must be a whole number from 1 to 86400, and is 1.5",
                        "adaptive_heartbeat.min_interval_seconds is 20, more than max_interval_seconds, which is 10",
                        "adaptive_heartbeat.maximum is unknown; did you mean adaptive_heartbeat.max_interval_seconds?",
                        "performance_monitoring must be an object {...}",
                        "crash_loop.restarts must be a whole number from 2 to 1000, and is 100000000000",
                        "zzz is unknown; the keys there are enabled, heartbeat_interval_seconds,"
                                + " heartbeat_check_interval_seconds, heartbeat_log_interval_seconds,"
                                + " heartbeat_timeout_seconds, heartbeat_misses, session_timeout_seconds,"
                                + " cleanup_interval_seconds, performance_monitoring, adaptive_heartbeat, crash_loop");
    }

    @Test
    void knowsAKeyWithoutItsUnit() {
        assertThat(problems("{'heartbeat_interval': 7}"))
                .containsExactly("heartbeat_interval is unknown; did you mean heartbeat_interval_seconds?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "", "null"})
    void wantsAnObject(String text) {
        assertThat(problems(text)).containsExactly("the file must be an object {...}");
    }

    @Test
    void saysWhereItIsNoJson() {
        assertThat(problems("{\n 'enabled': true,\n}"))
                .singleElement()
                .asString()
                .contains("not JSON in line 3");
    }

    private static HeartbeatSettings read(String text) throws InvalidHeartbeatException {
        return HeartbeatReader.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> problems(String text) {
        return catchThrowableOfType(InvalidHeartbeatException.class, () -> read(text))
                .problems();
    }
}
