package io.mehari.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "A-1_b.c", "0123456789012345678901234567890123456789012345678901234567890123"})
    void keepsTheCallersId(String id) {
        assertThat(RequestIds.of(id)).isEqualTo(id);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", " ", "a b", "a\"b", "é", "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void replacesAnUnfitId(String id) {
        assertThat(RequestIds.of(id)).matches("[0-9a-z]{26}");
    }

    @Test
    void isUnique() {
        assertThat(IntStream.range(0, 10_000).mapToObj(i -> RequestIds.next()).collect(Collectors.toSet()))
                .hasSize(10_000);
    }
}
