package io.mehari.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdempotencyKeyTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = '|',
            value = {
                "abc|abc",
                "\"abc\"|abc",
                "\"a\\\"b\\\\c\"|a\"b\\c",
                "a b, c|a b, c",
                "8e03978e-40d5-43e8-bc93-6894a57f9324|8e03978e-40d5-43e8-bc93-6894a57f9324"
            })
    void reads(String value, String key) {
        assertThat(IdempotencyKey.of(value)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = '|',
            value = {
                "''|empty",
                "' '|empty",
                "\"\"|empty",
                "\"abc|closing quote",
                "\"abc\";a=1|behind its closing quote",
                "\"a\\b\"|backslash",
                "\"a\\|backslash",
                "caf\u00e9|character 4"
            })
    void refuses(String value, String why) {
        assertThatThrownBy(() -> IdempotencyKey.of(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void hasAMostLength() {
        assertThat(IdempotencyKey.of("x".repeat(255))).hasSize(255);
        assertThatThrownBy(() -> IdempotencyKey.of("x".repeat(256))).hasMessageContaining("256");
    }
}
