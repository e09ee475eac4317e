package io.mehari.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
    /** Time goes on with every look at it. */
    private final Heartbeats heartbeats = new Heartbeats(nanos::incrementAndGet);

    @Test
    void isUnhealthyWhileWorkIsNotDoneAnyMore() {
        every(Duration.ofMillis(500), "call-watchdog", 3);
        every(Duration.ofMillis(250), "call-events", 3);
        assertThat(heartbeats.check().healthy()).isTrue();

        for (int i = 0; i < 130; i++) {
            every(Duration.ofMillis(250), "call-events", 1);
        }
        assertThat(heartbeats.check().healthy()).isFalse();
        assertThat(heartbeats.check().detail()).contains("call-watchdog for 3").doesNotContain("call-events");

        every(Duration.ofMillis(500), "call-watchdog", 1);
        assertThat(heartbeats.check().healthy()).isTrue();
    }

    @Test
    void waitsTenPeriodsForWorkThatIsRare() {
        every(Duration.ofHours(1), "dead-letter-expiry", 2);
        nanos.addAndGet(Duration.ofHours(9).toNanos());
        assertThat(heartbeats.check().healthy()).isTrue();
        nanos.addAndGet(Duration.ofHours(2).toNanos());
        assertThat(heartbeats.check().healthy()).isFalse();
    }

    @Test
    void expectsNothingThatWasDoneOnce() {
        heartbeats.beat("once");
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        assertThat(heartbeats.check().healthy()).isTrue();
    }

    private void every(Duration period, String work, int times) {
        for (int i = 0; i < times; i++) {
            nanos.addAndGet(period.toNanos());
            heartbeats.beat(work);
        }
    }
}
