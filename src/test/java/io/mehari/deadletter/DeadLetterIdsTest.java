package io.mehari.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeadLetterIdsTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

    private final DeadLetterIds ids = new DeadLetterIds(new Random(1));

    @Test
    void areUuidsOfVersionSevenWithTheirTime() {
        UUID id = UUID.fromString(ids.next(NOW));
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void growWithinAMillisecondAndWhenTheClockStepsBack() {
        List<String> given = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            given.add(ids.next(NOW));
        }
        given.add(ids.next(NOW.minusSeconds(60)));
        given.add(ids.next(NOW.plusSeconds(60)));
        assertThat(given).isSorted().doesNotHaveDuplicates();
    }
}
