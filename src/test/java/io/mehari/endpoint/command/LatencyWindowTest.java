package io.mehari.endpoint.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Percentiles of the last minute, of counts since the start. */
class LatencyWindowTest {
    private static final double[] BOUNDS = {0.001, 0.010, 0.100, Double.POSITIVE_INFINITY};
    private static final Offset<Double> CLOSE = Offset.offset(0.2);

    private final LatencyWindow window = new LatencyWindow();

    private ObjectNode at(int second, long... counts) {
        return window.percentiles(BOUNDS, counts, Duration.ofSeconds(second).toNanos());
    }

    @Test
    void estimatesWithinARange() {
        ObjectNode all = at(0, 50, 40, 10, 0);
        assertThat(all.path("p50").asDouble()).isCloseTo(1, CLOSE);
        assertThat(all.path("p95").asDouble()).isCloseTo(55, CLOSE);
        assertThat(all.path("p99").asDouble()).isCloseTo(91, CLOSE);
    }

    @Test
    void forgetsWhatIsOlderThanAMinute() {
        at(0, 100, 0, 0, 0);
        assertThat(at(30, 100, 10, 0, 0).path("p50").asDouble())
                .as("since the first look")
                .isBetween(1.0, 10.0);
        at(61, 100, 10, 0, 0);
        assertThat(at(95, 100, 10, 0, 4).path("p50").asDouble()).isCloseTo(100, CLOSE);
    }

    @Test
    void hasNoneWithoutCalls() {
        assertThat(at(0, 0, 0, 0, 0).path("p50").isNull()).isTrue();
        at(10, 5, 0, 0, 0);
        assertThat(at(20, 5, 0, 0, 0).path("p50").isNull())
                .as("five since the first look")
                .isFalse();
    }
}
