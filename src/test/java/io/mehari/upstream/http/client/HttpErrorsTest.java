package io.mehari.upstream.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpErrorsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "0, 0",
        "'Thu, 01 Jan 2026 00:00:30 GMT', 30",
        "'Wed, 01 Jan 2025 00:00:30 GMT', 0",
        "99999, 3600"
    })
    void readsBothFormsOfRetryAfterWithinABound(String value, long seconds) {
        HttpHeaders headers = new DefaultHttpHeaders().set("Retry-After", value);
        assertThat(HttpErrors.retryAfter(headers, CLOCK)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "", "99999999999999999999"})
    void ignoresARetryAfterThatIsNone(String value) {
        HttpHeaders headers = new DefaultHttpHeaders().set("Retry-After", value);
        assertThat(HttpErrors.retryAfter(headers, CLOCK)).isEmpty();
    }

    @Test
    void findsTheErrorInABodyAndNothingInAPage() {
        assertThat(HttpErrors.error("{\"error\":{\"code\":-1}}".getBytes(StandardCharsets.UTF_8)))
                .isPresent();
        assertThat(HttpErrors.error("<html>".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(HttpErrors.error("{\"error\":\"text\"}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }
}
