package io.mehari.upstream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PhaseTest {
    @Test
    void theLastErrorIsKeptWithoutSecrets() {
        Phase lost = Phase.first(Instant.EPOCH)
                .lost("refused: password=hunter2, Bearer abcdefghijkl", Instant.EPOCH, Instant.EPOCH);
        assertThat(lost.lastError()).contains("refused: password=[redacted], Bearer [redacted]");
    }
}
