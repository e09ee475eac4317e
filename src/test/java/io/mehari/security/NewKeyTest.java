package io.mehari.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewKeyTest {
    @Test
    void isRandomAndOfOneForm() {
        SecureRandom random = new SecureRandom();
        Set<String> keys = IntStream.range(0, 200)
                .mapToObj(i -> make(random, Optional.of("ci")).key())
                .collect(Collectors.toSet());

        assertThat(keys).hasSize(200).allMatch(key -> key.matches("mhr_[0-9A-Za-z]{43}"));
    }

    /** 2^256 - 1 needs all 43 digits, and fewer bits are filled up with zeros. */
    @Test
    void writesEveryNumberInFull() {
        assertThat(make(filled((byte) 0xFF), Optional.empty()).key()).matches("mhr_[1-9A-Za-z][0-9A-Za-z]{42}");
        assertThat(make(filled((byte) 0), Optional.empty()).key()).isEqualTo("mhr_" + "0".repeat(43));
    }

    @Test
    void keepsTheHashAlone() {
        NewKey made = make(new SecureRandom(), Optional.empty());

        assertThat(made.entry().sha256()).isEqualTo(KeyHash.of(made.key()));
        assertThat(made.entry().name()).isEqualTo("key-" + made.entry().sha256().substring(0, 8));
        assertThat(made.toString())
                .doesNotContain(made.key())
                .doesNotContain(made.entry().sha256());
    }

    private static NewKey make(SecureRandom random, Optional<String> name) {
        return NewKey.of(random, name, Set.of(Scope.CALL), Optional.empty());
    }

    private static SecureRandom filled(byte value) {
        return new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                java.util.Arrays.fill(bytes, value);
            }
        };
    }
}
