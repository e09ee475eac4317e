package io.mehari.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StepTimesTest {
    private final AtomicLong nanos = new AtomicLong(17);
    private final StepTimes times = new StepTimes(nanos::get);

    @Test
    void saysWhatEachStepHasTakenInOrder() {
        end("files", 35);
        end("routes", 300);
        end("files", 5);
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        assertThat(times).hasToString("340 ms: files 40 ms, routes 300 ms");
    }

    @Test
    void saysNothingOfStepsThatHaveNotEnded() {
        assertThat(times).hasToString("0 ms");
    }

    private void end(String step, long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
        times.end(step);
    }
}
