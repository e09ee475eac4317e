package io.mehari.monitoring.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FailureMetersTest {
    private static MetricSamples read(FailureMeters meters) {
        MetricSamples samples = new MetricSamples();
        meters.read(samples);
        return samples;
    }

    @Test
    void countsByServerAndCategoryAndWhatRecoveryCameTo() {
        FailureMeters meters = new FailureMeters("files"::equals, true);
        meters.record("files", "TIMEOUT", "recovered");
        meters.record("files", "TIMEOUT", "failed");
        meters.record("invented", "NETWORK", "recovered");
        MetricSamples samples = read(meters);
        assertThat(samples.values(GatewayMetric.ERRORS))
                .containsEntry(List.of("files", "TIMEOUT"), 2.0)
                .containsEntry(List.of("other", "NETWORK"), 1.0)
                .hasSize(2);
        assertThat(samples.values(GatewayMetric.RECOVERIES))
                .containsEntry(List.of("TIMEOUT", "recovered"), 1.0)
                .containsEntry(List.of("TIMEOUT", "failed"), 1.0)
                .containsEntry(List.of("NETWORK", "recovered"), 1.0);
    }

    @Test
    void countsNothingWhereItIsSwitchedOff() {
        FailureMeters meters = new FailureMeters("files"::equals, false);
        meters.record("files", "TIMEOUT", "failed");
        assertThat(read(meters).values(GatewayMetric.ERRORS)).isEmpty();
    }
}
