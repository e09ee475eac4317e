package io.mehari.idempotency;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of calls with an idempotency key: {@code mehari.rest.idempotency}.
 *
 * @param ttl how long a key is remembered, with the answer, after its call has ended; at most a day
 * @param maxEntries most keys remembered, and most calls with a key in flight; beyond, the oldest that has ended is forgotten
 * @param maxWeight most memory of all answers kept, by estimate; beyond, the oldest answers go and their keys stay
 * @param maxAnswer most memory of one answer kept; of a call with a larger one only the key is remembered
 * @param grace how long a call goes on when all its clients have disconnected; zero cancels it immediately
 * @param shared whether keys hold for all gateways on one {@code mehari.redis.url}; a call with a key is refused while Redis does not
 *     answer
 */
public record IdempotencySettings(
        @DefaultValue("10m") @NotNull Duration ttl,
        @DefaultValue("10000") @Min(1) int maxEntries,
        @DefaultValue("32MB") @NotNull DataSize maxWeight,
        @DefaultValue("1MB") @NotNull DataSize maxAnswer,
        @DefaultValue("30s") @NotNull Duration grace,
        @DefaultValue("false") boolean shared) {
    private static final Duration LONGEST = Duration.ofDays(1);

    /** What holds where nothing is configured. */
    public static final IdempotencySettings DEFAULTS = new IdempotencySettings(
            Duration.ofMinutes(10),
            10_000,
            DataSize.ofMegabytes(32),
            DataSize.ofMegabytes(1),
            Duration.ofSeconds(30),
            false);

    @AssertTrue(message = "ttl must be between one second and one day")
    boolean isTtlInRange() {
        return ttl == null || (ttl.toSeconds() >= 1 && ttl.compareTo(LONGEST) <= 0);
    }

    @AssertTrue(message = "max-answer must be between one byte and max-weight")
    boolean isMaxAnswerInRange() {
        return maxAnswer == null
                || maxWeight == null
                || (maxAnswer.toBytes() > 0 && maxAnswer.toBytes() <= maxWeight.toBytes());
    }

    @AssertTrue(message = "grace must be between zero and one day")
    boolean isGraceInRange() {
        return grace == null || (!grace.isNegative() && grace.compareTo(LONGEST) <= 0);
    }
}
