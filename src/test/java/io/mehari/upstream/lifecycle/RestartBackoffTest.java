package io.mehari.upstream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.Trials;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {
    private final RestartBackoff backoff =
            new RestartBackoff(Duration.ofMillis(250), Duration.ofSeconds(30), Trials.random(3));

    @Test
    void firstRestartIsImmediateAndLaterOnesWaitEverLonger() {
        assertThat(backoff.next()).isZero();
        for (long pause = 250; pause < 30_000; pause *= 2) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(pause / 2), Duration.ofMillis(pause * 3 / 2));
        }
        for (int i = 0; i < Trials.count(100, 100_000); i++) {
            assertThat(backoff.next()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        }
    }

    @Test
    void startsAgainAfterAGoodConnection() {
        backoff.next();
        backoff.next();
        backoff.reset();
        assertThat(backoff.next()).isZero();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(375));
    }
}
