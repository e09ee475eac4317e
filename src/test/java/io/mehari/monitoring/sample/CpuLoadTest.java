package io.mehari.monitoring.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S4.4: heartbeats, samples and metrics share one reading of the load")
class CpuLoadTest {
    private static final long SECOND = 1_000_000_000L;

    private final ArrayDeque<Double> readings = new ArrayDeque<>();
    private long now;
    private final CpuLoad load = new CpuLoad(() -> now, readings::remove);

    @Test
    void readersWithinTwoSecondsGetTheSameReading() {
        readings.addAll(List.of(0.4, 0.8));
        assertThat(load.getAsDouble()).isEqualTo(0.4);
        now += SECOND;
        assertThat(load.getAsDouble()).isEqualTo(0.4);
        assertThat(load.sinceLastSample()).isEqualTo(0.4);
        assertThat(readings).as("read once").hasSize(1);
        now += SECOND;
        assertThat(load.getAsDouble()).isEqualTo(0.8);
    }

    @Test
    void aSampleIsTheAverageSinceTheOneBefore() {
        readings.addAll(List.of(0.2, 0.4, 0.9));
        load.getAsDouble();
        now += 2 * SECOND;
        load.getAsDouble();
        now += 2 * SECOND;
        assertThat(load.sinceLastSample()).isEqualTo(0.5);
        now += SECOND;
        assertThat(load.sinceLastSample())
                .as("nothing was read since: the last reading")
                .isEqualTo(0.9);
    }

    @Test
    void whatIsNotKnownIsNoLoadForHeartbeatsAndNoneForSamples() {
        readings.addAll(List.of(-1.0, Double.NaN));
        assertThat(load.getAsDouble()).isZero();
        assertThat(load.sinceLastSample()).isNegative();
        now += 2 * SECOND;
        assertThat(load.sinceLastSample()).isNegative();
    }
}
