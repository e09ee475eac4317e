package io.mehari.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.Trials;
import io.mehari.upstream.CallSettings;
import java.time.Duration;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S2.4: base 1 s, factor 2, at most 60 s, jitter of half to one and a half")
class RetryPauseTest {
    private static final CallSettings.Retry RETRY = CallSettings.DEFAULTS.retry();
    private static final CallSettings.Retry EXACT =
            new CallSettings.Retry(RETRY.max(), RETRY.base(), RETRY.factor(), RETRY.maxDelay(), 0, RETRY.resend());

    @Test
    void doublesFromOneSecondToOneMinute() {
        for (int retries = 0; retries < 12; retries++) {
            assertThat(pause(EXACT, retries, () -> 0.5)).isEqualTo(Duration.ofSeconds(Math.min(60, 1L << retries)));
        }
    }

    @Test
    void jitterSpreadsEachPauseOverHalfToOneAndAHalf() {
        Random random = Trials.random(7);
        for (int i = 0; i < Trials.count(10_000, 1_000_000); i++) {
            int retries = random.nextInt(40);
            double exact = Math.min(60_000, 1000 * Math.pow(2, retries));
            long millis = pause(RETRY, retries, random::nextDouble).toMillis();
            assertThat((double) millis).isBetween(exact * 0.5 - 1, Math.min(60_000, exact * 1.5 + 1));
        }
    }

    @Test
    void theEndsOfTheJitterAreReached() {
        assertThat(pause(RETRY, 0, () -> 0)).isEqualTo(Duration.ofMillis(500));
        assertThat(pause(RETRY, 0, () -> 1)).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void staysBoundedHoweverManyRetriesThereWere() {
        assertThat(pause(RETRY, Integer.MAX_VALUE, () -> 1)).isEqualTo(Duration.ofSeconds(60));
    }

    private static Duration pause(CallSettings.Retry retry, int retries, DoubleSupplier random) {
        return new RetryRules(random, null, null).pause("files", retry, retries);
    }
}
