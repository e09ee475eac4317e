package io.mehari.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LogThrottleTest {
    @Test
    void namesTheFirstTheTenthTheHundredthAndSoOn() {
        LogThrottle throttle = new LogThrottle();
        long[] logged = LongStream.range(0, 12_000)
                .map(i -> throttle.occurred())
                .filter(times -> times > 0)
                .toArray();
        assertThat(logged).containsExactly(1, 10, 100, 1000, 10_000);
        assertThat(throttle.count()).isEqualTo(12_000);
    }
}
