package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void roundsWithFailedCallsDoNotCount() {
        Measurement good = measurement(0);
        assertThat(Rounds.withoutErrors("cache hit, after", good)).isSameAs(good);
        assertThatThrownBy(() -> Rounds.withoutErrors("cache hit, after", measurement(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cache hit, after: 1 of 101 calls failed");
    }

    private static Measurement measurement(long errors) {
        return new Measurement(100, errors, 1, 0, 0, 0, 0, 0);
    }
}
