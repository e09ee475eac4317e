package io.mehari.learning;

import io.mehari.redaction.Redaction;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
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
 * @param context names of headers that go on to the server, in any case, and of members of {@code _meta}: what they say tells
 *     calls apart, and tools have sums and scores of their own for each such context; at most 8, no names of secrets
 * @param maxContexts pairs of a context and a tool that are learnt of; records of further ones count for their tools only, and
 *     that is counted
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
        @DefaultValue List<String> context,
        @DefaultValue("10000") @Min(1) @Max(100_000) int maxContexts,
        @DefaultValue("false") boolean shared,

        @DefaultValue("60s") @NotNull @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration sharePeriod) {

    private static final long SMALLEST_JOURNAL = DataSize.ofKilobytes(64).toBytes();
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(100);
    private static final int MOST_NAMES = 8;
    private static final Redaction SECRETS = new Redaction(List.of());
    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}=;\"]{1,128}");

    /** Keeps a copy. */
    public LearningSettings {
        context = context == null ? List.of() : List.copyOf(context);
    }

    @AssertTrue(message = "context must have at most 8 names")
    boolean isContextShort() {
        return context.size() <= MOST_NAMES;
    }

    @AssertTrue(
            message =
                    "context must have names of headers or of members of _meta: at most 128 characters, without spaces,"
                            + " quotation marks, = and ;")
    boolean isContextOfNames() {
        return context.stream().allMatch(name -> NAME.matcher(name).matches());
    }

    @AssertTrue(
            message =
                    "context must not have the name of a secret, such as Authorization or Cookie: contexts are stored and"
                            + " shown; name what is no secret instead, such as the tenant or the project of a call")
    boolean isContextWithoutSecrets() {
        return context.stream().noneMatch(SECRETS::isSecretName);
    }

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
