package io.mehari.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("S4.4: the interval follows error rate, response time and load")
class PaceTest {
    @ParameterizedTest
    @CsvSource({
        "0, 20, 0.2, 10000",
        "5, 20, 0.2, 10000",
        "6, 20, 0.2, 5000",
        "0, 1500, 0.2, 15000",
        "0, 9000, 0.2, 20000",
        "0, 20, 0.8, 10000",
        "0, 20, 0.9, 20000",
        "0, 20, 1.0, 30000",
        "0, 9000, 1.0, 30000",
        "50, 9000, 0.9, 20000",
        "100, 0, 0, 5000"
    })
    void isTheProductOfItsFactorsWithinBounds(double errors, double millis, double load, long interval) {
        assertThat(Pace.interval(HeartbeatSettings.DEFAULTS, errors, millis, load))
                .hasMillis(interval);
    }

    @Test
    void staysAsItIsWhereItIsNotAdapted() throws Exception {
        HeartbeatSettings fixed = HeartbeatReader.read(
                "{\"heartbeat_interval_seconds\": 90, \"adaptive_heartbeat\": {\"enabled\": false}}".getBytes());
        assertThat(Pace.interval(fixed, 100, 9000, 1)).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void heedsNothingButLoadWherePerformanceIsNotMonitored() throws Exception {
        HeartbeatSettings blind = HeartbeatReader.read("{\"performance_monitoring\": {\"enabled\": false}}".getBytes());
        assertThat(Pace.interval(blind, 100, 9000, 0.5)).hasSeconds(10);
        assertThat(Pace.interval(blind, 100, 9000, 1)).hasSeconds(30);
    }
}
