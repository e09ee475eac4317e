package io.mehari.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CausesTest {
    @Test
    void joinsMessagesWithoutRepeatingThem() {
        Throwable failure = new IllegalStateException(
                "line 3: no such key", new IOException("no such key", new IOException("disk")));

        assertThat(Causes.of(failure)).isEqualTo("line 3: no such key; disk");
    }

    @Test
    void namesTheClassWhereThereIsNoMessage() {
        assertThat(Causes.of(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    @Test
    void endsWithTheFourthMessage() {
        Throwable failure = new IOException("5");
        for (int i = 4; i > 0; i--) {
            failure = new IOException(Integer.toString(i), failure);
        }

        assertThat(Causes.of(failure)).isEqualTo("1; 2; 3; 4");
    }
}
