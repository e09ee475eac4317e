package io.mehari.monitoring.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.alert.Alerts;
import io.mehari.event.AlertSeverity;
import io.mehari.monitoring.alert.AlertThresholds.InvalidThresholdException;
import io.mehari.monitoring.sample.CallFigures;
import io.mehari.monitoring.sample.SystemFigures;
import io.mehari.monitoring.sample.SystemSample;
import io.mehari.monitoring.sample.SystemSampler.Look;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.Tools;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertRulesTest {
    private static final CallFigures QUIET = CallFigures.NONE;

    /** What is active, as {@code severity text}. */
    private final Map<String, String> active = new TreeMap<>();

    private final AlertRules rules =
            new AlertRules(new AlertSettings(80, 90, 5, Duration.ofSeconds(5), 10).thresholds(), new Alerts() {
                @Override
                public void raise(String key, AlertSeverity severity, String text, String remedy) {
                    assertThat(remedy).isNotBlank();
                    active.put(key, severity + " " + text);
                }

                @Override
                public void clear(String key) {
                    active.remove(key);
                }
            });

    @ParameterizedTest
    @CsvSource({
        "0.80, 0.90, 100,  5, 500, ''",
        "0.81, 0.10, 100,  0,   1, cpu=WARNING",
        "0.10, 0.91, 100,  0,   1, memory=CRITICAL",
        "0.10, 0.10, 100,  6,   1, error-rate=WARNING error-rate:files=WARNING",
        "0.10, 0.10, 100,  0, 501, response-time=WARNING response-time:files=WARNING",
        "0.10, 0.10,   9,  9,   1, ''",
        "-1,     -1,   0,  0,   0, ''"
    })
    @DisplayName(
            "S1.5: CPU > 80 % warning, memory > 90 % critical, error rate > 5 % warning, response time > 5 s warning")
    void raisesAlertsByTheDefaults(
            double cpu, double memory, long calls, long failures, double seconds, String expected) {
        rules.judge(look(cpu, memory, new CallFigures(calls, failures, seconds)));

        StringBuilder raised = new StringBuilder();
        active.forEach((key, text) -> raised.append(' ').append(key).append('=').append(text, 0, text.indexOf(' ')));
        assertThat(raised.toString().trim()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.51, 0.10, 3, 0, 1, cpu",
        "0.10, 0.61, 3, 0, 1, memory",
        "0.10, 0.10, 3, 3, 1, error-rate error-rate:files",
        "0.10, 0.10, 3, 0, 9, response-time response-time:files",
        "0.10, 0.10, 2, 2, 9, ''"
    })
    @ChangesBehaviour("mehari.alerts.cpu")
    @ChangesBehaviour("mehari.alerts.memory")
    @ChangesBehaviour("mehari.alerts.error-rate")
    @ChangesBehaviour("mehari.alerts.response-time")
    @ChangesBehaviour("mehari.alerts.min-calls")
    void theSettingsAreWhereThresholdsBegin(
            double cpu, double memory, long calls, long failures, double seconds, String expected) {
        rules.change(before -> new AlertSettings(50, 60, 50, Duration.ofSeconds(2), 3).thresholds());
        rules.judge(look(cpu, memory, new CallFigures(calls, failures, seconds)));
        assertThat(String.join(" ", active.keySet())).isEqualTo(expected);
    }

    @Test
    void anAlertIsOverWhenTheValueHasStayedWellBelow() {
        cpu(0.85);
        cpu(0.79);
        cpu(0.79);
        assertThat(active).as("just below the threshold is not over").containsKey("cpu");
        cpu(0.70);
        cpu(0.79);
        cpu(0.70);
        assertThat(active).as("not twice in a row").containsKey("cpu");
        cpu(0.70);
        assertThat(active).isEmpty();
        cpu(0.79);
        assertThat(active).isEmpty();
    }

    @Test
    void callsAreJudgedOverTwoSamples() {
        rules.judge(look(0, 0, new CallFigures(6, 6, 1)));
        assertThat(active).isEmpty();
        rules.judge(look(0, 0, new CallFigures(6, 0, 1)));
        assertThat(active.get("error-rate:files")).contains("files").contains("50.0 %");
    }

    @Test
    void anAlertOnAServerThatNobodyCallsAnyMoreIsOverAfterAWhile() {
        rules.judge(look(0, 0, new CallFigures(20, 20, 1)));
        for (int i = 0; i < ThresholdGate.FORGOTTEN_AFTER; i++) {
            assertThat(active).containsKey("error-rate:files");
            rules.judge(new Look(sample(0, 0, QUIET), Map.of()));
        }
        rules.judge(new Look(sample(0, 0, QUIET), Map.of()));
        assertThat(active).isEmpty();
    }

    @Test
    @DisplayName("S1.5: thresholds change while the gateway runs")
    void changedThresholdsHoldFromTheNextSampleOn() {
        cpu(0.50);
        assertThat(active).isEmpty();
        change("{\"cpu_percent\": 40}");
        cpu(0.50);
        assertThat(active).containsOnlyKeys("cpu");
        change("{\"cpu_percent\": 80.5, \"min_calls\": 3}");
        cpu(0.50);
        cpu(0.50);
        assertThat(active).isEmpty();
        assertThat(rules.thresholds()).isEqualTo(new AlertThresholds(80.5, 90, 5, 5, 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"cpu\": 3}                      | cpu_percent",
                "{\"cpu_percent\": 101}            | cpu_percent must be a number from 0.1 to 100",
                "{\"cpu_percent\": -1}             | cpu_percent must be a number from 0.1 to 100",
                "{\"memory_percent\": \"90\"}      | memory_percent must be a number",
                "{\"error_rate_percent\": null}    | error_rate_percent must be a number",
                "{\"response_time_seconds\": 0}    | response_time_seconds must be a number from 0.001 to 3600",
                "{\"min_calls\": 0}                | min_calls must be a number from 1 to 1000000"
            })
    void aThresholdThatIsNoneChangesNothing(String body, String message) {
        AlertThresholds before = rules.thresholds();
        assertThatThrownBy(() -> change(body))
                .isInstanceOf(InvalidThresholdException.class)
                .hasMessageContaining(message);
        assertThat(rules.thresholds()).isEqualTo(before);
    }

    private void change(String body) {
        rules.change(before -> before.with(Tools.json(body)));
    }

    private void cpu(double load) {
        rules.judge(look(load, 0, QUIET));
    }

    private static Look look(double cpu, double memory, CallFigures files) {
        return new Look(sample(cpu, memory, files), Map.of("files", files));
    }

    private static SystemSample sample(double cpu, double memory, CallFigures calls) {
        SystemFigures figures = new SystemFigures(cpu, 0, memory, 1, 2, 3, 4, 5, 6, 7);
        return new SystemSample(Instant.EPOCH, figures, calls, Map.of(), 1);
    }
}
