package io.mehari.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {
    private final LatencyHistogram times = new LatencyHistogram();

    @Test
    void tellsTheTimeWithinWhichAShareEnded() {
        for (int millis = 1; millis <= 100; millis++) {
            times.add(millis * 1_000L);
        }
        assertThat(times.count()).isEqualTo(100);
        assertThat(times.millisAt(0.5)).isCloseTo(50, within(0.5));
        assertThat(times.millisAt(0.9)).isCloseTo(90, within(0.9));
        assertThat(times.millisAt(0.99)).isCloseTo(99, within(1.0));
        assertThat(times.millisAt(1)).isEqualTo(100);
        assertThat(times.maxMillis()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 127, 128, 129, 255, 256, 257, 65_535, 65_536, 1_000_000, 59_999_999, 14_400_000_000L})
    void isNeverMoreThanAPercentOff(long micros) {
        times.add(micros);
        times.add(micros * 4);
        assertThat(times.millisAt(0.5) * 1_000).isBetween((double) micros, micros * 1.01);
    }

    @Test
    void takesWhateverComes() {
        times.add(-5);
        times.add(Long.MAX_VALUE / 2);
        assertThat(times.count()).isEqualTo(2);
        assertThat(times.millisAt(0.5)).isZero();
        assertThat(new LatencyHistogram().millisAt(0.99)).isZero();
    }
}
