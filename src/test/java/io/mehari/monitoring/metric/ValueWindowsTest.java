package io.mehari.monitoring.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S0.14: average, largest, smallest and number of each value within the window")
class ValueWindowsTest {
    private static final long SECOND = 1_000_000_000L;

    private long now;
    private final ValueWindows windows = new ValueWindows(Duration.ofSeconds(60), () -> now);

    @Test
    void whatLeavesTheWindowIsForgotten() {
        for (int at = 0; at < 90; at++) {
            windows.record("queue", at);
            now += SECOND;
        }
        ValueStatistics queue = windows.read().get("queue");
        assertThat(queue.count()).isBetween(58L, 60L);
        assertThat(queue.max()).isEqualTo(89);
        assertThat(queue.min()).isBetween(30.0, 32.0);
        assertThat(queue.average()).isBetween(59.0, 61.0);
        now += 61 * SECOND;
        assertThat(windows.read()).isEmpty();
    }

    @Test
    void namesAreBoundedAndThoseThatAreNotMeasuredAnyMoreMakeRoom() {
        for (int at = 0; at < 3 * ValueWindows.MOST; at++) {
            windows.record("v" + at, 1);
        }
        assertThat(windows.read()).hasSize(ValueWindows.MOST).doesNotContainKey("v" + ValueWindows.MOST);
        now += 61 * SECOND;
        windows.record("new", 1);
        assertThat(windows.read()).containsOnlyKeys("new");
    }

    @Test
    void whatIsNoNumberIsLeftOut() {
        windows.record("a", Double.NaN);
        windows.record("a", Double.POSITIVE_INFINITY);
        assertThat(windows.read()).isEmpty();
    }

    @Test
    @DisplayName("S1.6: calls and errors a second, of all and of each server")
    void ratesOfCalls() {
        CallMeters calls = Meters.of(500, () -> now);
        now += SECOND / 2;
        for (int second = 0; second < 10; second++) {
            for (int call = 0; call < 10 * second; call++) {
                calls.record("files", "read", call == 0 ? Outcome.TIMED_OUT : Outcome.SUCCESS, 1, now);
                calls.record("invented", "x", Outcome.NOT_FOUND, 1, now);
            }
            now += SECOND;
        }
        Map<String, ValueStatistics> rates = calls.rates();
        assertThat(rates.get("calls_per_second/files"))
                .as("nine whole seconds, of which the first has 10 calls")
                .isEqualTo(new ValueStatistics(9, 450, 90, 10));
        assertThat(rates.get("calls_per_second")).isEqualTo(new ValueStatistics(9, 900, 180, 20));
        assertThat(rates.get("errors_per_second")).isEqualTo(new ValueStatistics(9, 9, 1, 1));
        now += 3600 * SECOND;
        assertThat(calls.rates().get("calls_per_second")).isEqualTo(new ValueStatistics(59, 0, 0, 0));
    }

    @Test
    void beforeASecondHasPassedThereIsNoRate() {
        CallMeters calls = Meters.of(500, () -> now);
        calls.record("files", "read", Outcome.SUCCESS, 1, now);
        assertThat(calls.rates().get("calls_per_second").count()).isZero();
    }
}
