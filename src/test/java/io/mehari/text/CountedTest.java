package io.mehari.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {
    @Test
    void onlyOneIsOne() {
        assertThat(Counted.of(0, "tool")).isEqualTo("0 tools");
        assertThat(Counted.of(1, "tool")).isEqualTo("1 tool");
        assertThat(Counted.of(2, "tool")).isEqualTo("2 tools");
        assertThat(Counted.of(1, "entry", "entries")).isEqualTo("1 entry");
        assertThat(Counted.of(3, "entry", "entries")).isEqualTo("3 entries");
    }
}
