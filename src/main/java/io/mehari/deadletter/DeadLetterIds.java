package io.mehari.deadletter;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Gives out UUIDs of version 7 (RFC 9562) whose text order is the order in which they were given out, even within one
 * millisecond and when the clock steps back. Safe for concurrent use if the generator is.
 */
final class DeadLetterIds {
    private static final int COUNTER_BITS = 12;

    /** Milliseconds since 1970 and, below them, a counter for ids of the same millisecond. */
    private final AtomicLong last = new AtomicLong();

    private final RandomGenerator random;

    DeadLetterIds(RandomGenerator random) {
        this.random = random;
    }

    String next(Instant now) {
        long stamp =
                last.accumulateAndGet(now.toEpochMilli() << COUNTER_BITS, (before, at) -> Math.max(before + 1, at));
        long time = ((stamp >>> COUNTER_BITS) << 16) | 0x7000 | (stamp & 0xFFF);
        long noise = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
        return new UUID(time, noise).toString();
    }
}
