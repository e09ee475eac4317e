package io.mehari.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.security.SecuritySettings.ApiKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeysTest {
    private static final int KEYS = 50;

    private final AtomicInteger comparisons = new AtomicInteger();
    private final ApiKeys keys = new ApiKeys(
            IntStream.range(0, KEYS)
                    .mapToObj(i -> new ApiKey("k" + i, KeyHash.of(secret(i)), Set.of(Scope.CALL)))
                    .toList(),
            (one, other) -> {
                comparisons.incrementAndGet();
                return MessageDigest.isEqual(one, other);
            });

    private static String secret(int i) {
        return i == 7 ? "schl\u00fcssel" : "secret-" + i;
    }

    @ParameterizedTest
    @CsvSource({
        "secret-0, k0",
        "secret-49, k49",
        "secret-24, k24",
        "wrong,",
        "secret-5,k5",
        "SECRET-5,",
        "'',",
    })
    void comparesRightAndWrongKeysWithEveryEntryOnce(String presented, String name) {
        assertThat(keys.find(presented).map(ApiKey::name).orElse(null)).isEqualTo(name);
        assertThat(comparisons).hasValue(KEYS);
    }

    @Test
    void comparesKeysBeyondAsciiAsOftenRightOrWrong() {
        String utf8 = new String("schl\u00fcssel".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        for (String presented : new String[] {"schl\u00fcssel", utf8, "schl\u00e4ssel"}) {
            comparisons.set(0);
            keys.find(presented);
            assertThat(comparisons).as(presented).hasValue(2 * KEYS);
        }
        assertThat(keys.find("schl\u00fcssel")).isPresent();
        assertThat(keys.find(utf8)).isPresent();
        assertThat(keys.find("schl\u00e4ssel")).isEmpty();
    }
}
