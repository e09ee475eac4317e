package io.mehari.upstream.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpLimitsTest {
    /** Base 1 s, at most 30 s; a negative number says that the server wants nothing. */
    @ParameterizedTest
    @CsvSource({
        "-1, 0, 1000",
        "-1, 1, 2000",
        "-1, 4, 16000",
        "-1, 5, 30000",
        "-1, 1000000, 30000",
        "0, 0, 1000",
        "0, 3, 8000",
        "5000, 0, 5000",
        "5000, 1, 10000",
        "999999999, 0, 30000"
    })
    void pausesGrowFromTheBaseOrFromWhatTheServerWants(long wanted, int before, long pause) {
        Optional<Duration> retry = wanted < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(wanted));
        assertThat(HttpLimits.DEFAULTS.reopenAfter(retry, before)).isEqualTo(Duration.ofMillis(pause));
    }
}
