package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    @Test
    void rateCountsGoodAnswersOnly() {
        assertThat(new Measurement(900, 100, 2, 0, 0, 0, 0, 0).rate()).isEqualTo(450);
    }

    @Test
    void cpuTimeIsSharedByAllCalls() {
        assertThat(measurement(100).withCpu(5_000).cpu()).isEqualTo(50);
        assertThat(new Measurement(60, 40, 1, 0, 0, 0, 0, 0).withCpu(5_000).cpu())
                .isEqualTo(50);
    }

    @Test
    void medianIsAMeasurementAndNotAMean() {
        assertThat(Measurement.median(List.of(measurement(900), measurement(1), measurement(30)))
                        .calls())
                .isEqualTo(30);
    }

    @Test
    void medianOfAnEvenNumberIsTheSlowerOne() {
        assertThat(Measurement.median(List.of(measurement(4), measurement(3), measurement(1), measurement(2)))
                        .calls())
                .isEqualTo(2);
    }

    @Test
    void thereIsNoMedianOfNothing() {
        assertThatThrownBy(() -> Measurement.median(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void latenciesBecomeMicroseconds() {
        Latencies latencies = new Latencies();
        for (int i = 1; i <= 100; i++) {
            latencies.answered(i * 1_000L);
        }
        latencies.failed();
        Measurement measured = latencies.over(4);
        assertThat(measured.calls()).isEqualTo(100);
        assertThat(measured.errors()).isEqualTo(1);
        assertThat(measured.rate()).isEqualTo(25);
        assertThat(measured.mean()).isCloseTo(50.5, within(0.1));
        assertThat(measured.p50()).isCloseTo(50, within(0.1));
        assertThat(measured.p95()).isCloseTo(95, within(0.1));
        assertThat(measured.p99()).isCloseTo(99, within(0.1));
        assertThat(measured.cpu()).isNaN();
    }

    private static Measurement measurement(long calls) {
        return new Measurement(calls, 0, 1, 0, 0, 0, 0, Double.NaN);
    }
}
