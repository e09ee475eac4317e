package io.mehari.learning;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is learnt of calls.
 *
 * @param enabled whether calls are recorded to be learnt from
 * @param queue calls that may wait to be written into the journal; the oldest beyond are lost and counted
 * @param batch records that are added to the database at once, as soon as there are so many
 * @param period after which they are added where they are fewer
 * @param maxJournal most bytes of the journal, which grows while the database fails; what finds no room is lost and counted
 * @param retention age beyond which records that could not be added are left out, and counted
 * @param maxTools tools that are learnt of; records of further ones are left out and counted
 * @param shared whether gateways on one Redis tell each other what they have learnt; needs {@code mehari.redis.url}
 * @param sharePeriod time between two exchanges of what gateways have learnt
 */
@ConfigurationProperties(prefix = "mehari.learning", ignoreUnknownFields = false)
public record LearningSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("10000") @Min(1) @Max(1_000_000) int queue,
        @DefaultValue("10") @Min(1) @Max(10_000) int batch,
        @DefaultValue("5s") @NotNull Duration period,
        @DefaultValue("16MB") @NotNull DataSize maxJournal,
        @DefaultValue("7d") @NotNull Duration retention,
        @DefaultValue("10000") @Min(1) @Max(100_000) int maxTools,
        @DefaultValue("false") boolean shared,

        @DefaultValue("60s") @NotNull @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration sharePeriod) {

    private static final long SMALLEST_JOURNAL = DataSize.ofKilobytes(64).toBytes();
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(100);

    @AssertTrue(message = "shared needs enabled: there is nothing to share where nothing is learnt")
    boolean isSharedOnlyIfEnabled() {
        return enabled || !shared;
    }

    @AssertTrue(message = "max-journal must be at least 64KB")
    boolean isMaxJournalEnough() {
        return maxJournal == null || maxJournal.toBytes() >= SMALLEST_JOURNAL;
    }

    @AssertTrue(message = "period must be at least 100ms")
    boolean isPeriodEnough() {
        return period == null || period.compareTo(SHORTEST_PERIOD) >= 0;
    }

    @AssertTrue(message = "retention must be longer than zero")
    boolean isRetentionPositive() {
        return retention == null || retention.compareTo(Duration.ZERO) > 0;
    }
}
