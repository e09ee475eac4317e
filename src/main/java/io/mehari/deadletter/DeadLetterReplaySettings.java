package io.mehari.deadletter;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which calls are made once more by themselves: {@code mehari.dead-letters.replay}. Only calls that surely did not run
 * are, when their server is ready. Callers have been told so and may have called again: whether a second run does harm is
 * for the operator to say, so it is off.
 *
 * @param enabled whether calls that did not run are made once more by themselves; callers may have called again by then
 * @param period how often letters that are due are looked for
 * @param batch most calls made once more in a period, one after another
 * @param delay pause before the first replay; doubled after each that fails
 * @param maxDelay longest pause between two replays of a letter
 * @param maxAttempts replays of a letter after which it is left to people
 * @param maxAge age at which a letter is left to people
 * @param categories categories of letters that are replayed, as in {@code config/error-patterns.yaml}; empty for all
 */
public record DeadLetterReplaySettings(
        @DefaultValue("false") boolean enabled,

        @DurationMin(millis = 1, message = DeadLetterReplaySettings.TOO_SHORT) @DefaultValue("30s") @NotNull
        Duration period,

        @DefaultValue("10") @Min(1) @Max(1000) int batch,

        @DurationMin(millis = 1, message = DeadLetterReplaySettings.TOO_SHORT) @DefaultValue("30s") @NotNull
        Duration delay,

        @DurationMin(millis = 1, message = DeadLetterReplaySettings.TOO_SHORT) @DefaultValue("10m") @NotNull
        Duration maxDelay,

        @DefaultValue("5") @Min(1) @Max(100) int maxAttempts,

        @DurationMin(millis = 1, message = DeadLetterReplaySettings.TOO_SHORT) @DefaultValue("1h") @NotNull
        Duration maxAge,

        @DefaultValue List<String> categories) {
    static final String TOO_SHORT = "must be at least 1ms";

    /** What holds where nothing is configured. */
    public static final DeadLetterReplaySettings DEFAULTS = new DeadLetterReplaySettings(
            false,
            Duration.ofSeconds(30),
            10,
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            5,
            Duration.ofHours(1),
            List.of());

    /** Keeps a copy of the list. */
    public DeadLetterReplaySettings {
        categories = categories == null ? List.of() : List.copyOf(categories);
    }

    /**
     * The pause after so many replays that failed.
     *
     * @param attempts replays so far
     * @return at most {@link #maxDelay}
     */
    public Duration pause(int attempts) {
        long millis = delay.toMillis() << Math.min(attempts, 20);
        return millis < 0 || millis > maxDelay.toMillis() ? maxDelay : Duration.ofMillis(millis);
    }
}
