package io.mehari.monitoring.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrendTest {
    @ParameterizedTest
    @ValueSource(doubles = {-2, 2})
    void findsTheSlopeOfALine(double perPoint) {
        Trend trend = Trend.of(times(60), values(60, perPoint, 0));
        assertThat(trend.perHour()).isCloseTo(perPoint * 120, within(1e-6));
        assertThat(trend.direction()).isEqualTo(perPoint > 0 ? Trend.Direction.RISING : Trend.Direction.FALLING);
    }

    @Test
    void noiseIsNoTrend() {
        int moving = 0;
        for (int seed = 0; seed < 200; seed++) {
            double[] values = values(60, 0, 10);
            Random random = new Random(seed);
            for (int i = 0; i < values.length; i++) {
                values[i] = 100 + 10 * random.nextGaussian();
            }
            moving += Trend.of(times(60), values).direction() == Trend.Direction.STEADY ? 0 : 1;
        }
        assertThat(moving).as("of 200 series of noise").isLessThanOrEqualTo(4);
    }

    @Test
    void aFewPointsAndPointsOfOneMomentSayNothing() {
        assertThat(Trend.of(times(9), values(9, 5, 0)).direction()).isEqualTo(Trend.Direction.STEADY);
        assertThat(Trend.of(new double[20], values(20, 5, 0)).direction()).isEqualTo(Trend.Direction.STEADY);
        assertThat(Trend.of(new double[0], new double[0]).direction()).isEqualTo(Trend.Direction.STEADY);
    }

    private static double[] times(int n) {
        double[] times = new double[n];
        for (int i = 0; i < n; i++) {
            times[i] = 1e9 + 30.0 * i;
        }
        return times;
    }

    private static double[] values(int n, double perPoint, double from) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = 1000 + from + perPoint * i;
        }
        return values;
    }
}
