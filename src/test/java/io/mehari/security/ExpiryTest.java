package io.mehari.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryTest {
    @ParameterizedTest
    @CsvSource({
        "2027-01-31, 2027-02-01T00:00:00Z",
        "2024-02-29, 2024-03-01T00:00:00Z",
        "2027-01-31T18:00:00Z, 2027-01-31T18:00:00Z",
        "2027-01-31T18:00Z, 2027-01-31T18:00:00Z",
        "2027-01-31T18:00:00+02:00, 2027-01-31T16:00:00Z",
    })
    void isAnInstantOrTheEndOfADay(String text, Instant at) {
        Expiry expiry = Expiry.valueOf(text);

        assertThat(expiry.at()).isEqualTo(at);
        assertThat(expiry.isPast(at.minusNanos(1))).isFalse();
        assertThat(expiry.isPast(at)).isTrue();
        assertThat(Expiry.valueOf(expiry.toString())).isEqualTo(expiry).hasSameHashCodeAs(expiry);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "never", "2027-02-30", "31.1.2027", "2027-01-31T18:00:00", "1764000000", "90d"})
    void isNothingElse(String text) {
        assertThatThrownBy(() -> Expiry.valueOf(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void hasNoFractions() {
        assertThat(Expiry.at(Instant.parse("2027-01-31T18:00:00.123Z")))
                .isEqualTo(Expiry.valueOf("2027-01-31T18:00:00Z"));
    }
}
