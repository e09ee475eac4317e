package io.mehari.monitoring.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S0.14: windowed average, largest, smallest and number")
class WindowTest {
    private static final long SECOND = 1_000_000_000L;

    private final Window window = new Window(Duration.ofSeconds(60));

    @Test
    void givesAverageLargestSmallestAndNumber() {
        window.record(0, 10);
        window.record(SECOND, 40);
        window.record(59 * SECOND, 25);
        WindowStatistics seen = window.read(59 * SECOND);
        assertThat(seen.count()).isEqualTo(3);
        assertThat(seen.average()).isEqualTo(25);
        assertThat(seen.max()).isEqualTo(40);
        assertThat(seen.min()).isEqualTo(10);
    }

    @Test
    void forgetsWhatIsOlderThanItsLength() {
        window.record(0, 1000);
        window.record(30 * SECOND, 5);
        assertThat(window.read(59 * SECOND).max()).isEqualTo(1000);
        assertThat(window.read(60 * SECOND).max()).isEqualTo(5);
        assertThat(window.read(89 * SECOND).count()).isEqualTo(1);
        assertThat(window.read(90 * SECOND)).isEqualTo(WindowStatistics.NONE);
    }

    @Test
    void aSliceIsUsedAgainForALaterTime() {
        window.record(0, 1000);
        window.record(60 * SECOND, 7);
        assertThat(window.read(60 * SECOND)).isEqualTo(new WindowStatistics(1, 7, 7, 7));
    }

    @Test
    void worksBeforeTheOriginOfTime() {
        window.record(-SECOND, 3);
        window.record(SECOND, 5);
        assertThat(window.read(SECOND).sum()).isEqualTo(8);
    }

    @Test
    void losesNothingOfManyThreads() throws InterruptedException {
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (long n = 0; n < 10_000; n++) {
                    window.record(n % 50 * SECOND, n);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(window.read(49 * SECOND).count()).isEqualTo(40_000);
    }
}
