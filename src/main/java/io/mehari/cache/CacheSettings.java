package io.mehari.cache;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of the result cache in this process, and its tiers outside of it.
 *
 * @param maxEntries most results kept
 * @param maxWeight most memory all of them may take, by estimate
 * @param maxEntry most memory one result may take; a larger one is not kept
 * @param defaultTtl how long a result is kept where the cache is switched on without a time
 * @param joinWait longest time that a call waits for the answer of one like it that runs already, within half of its own total time; 0 for not at all
 * @param renewals most results that are renewed at the same time; while so many are, others are given as they are
 * @param database results in the database
 */
@ConfigurationProperties(prefix = "mehari.cache", ignoreUnknownFields = false)
public record CacheSettings(
        @DefaultValue("2000") @Min(1) int maxEntries,
        @DefaultValue("64MB") @NotNull DataSize maxWeight,
        @DefaultValue("1MB") @NotNull DataSize maxEntry,
        @DefaultValue("300s") @NotNull Duration defaultTtl,
        @DefaultValue("10s") @NotNull Duration joinWait,
        @DefaultValue("16") @Min(1) @Max(1000) int renewals,
        @Valid @NestedConfigurationProperty @DefaultValue DatabaseTierSettings database) {

    private static final Duration JOIN_WAIT = Duration.ofSeconds(10);
    private static final int RENEWALS = 16;
    private static final Duration LONGEST_JOIN_WAIT = Duration.ofMinutes(5);

    /** What is configured. */
    @ConstructorBinding
    public CacheSettings {}

    /**
     * Bounds of the tier in this process; everything else as it is by default.
     *
     * @param maxEntries most results kept
     * @param maxWeight most memory all of them may take
     * @param maxEntry most memory one result may take
     * @param defaultTtl how long a result is kept where no time is given
     */
    public CacheSettings(int maxEntries, DataSize maxWeight, DataSize maxEntry, Duration defaultTtl) {
        this(maxEntries, maxWeight, maxEntry, defaultTtl, JOIN_WAIT, RENEWALS, DatabaseTierSettings.DEFAULTS);
    }

    @AssertTrue(message = "max-weight must be at least one byte per entry")
    boolean isMaxWeightEnough() {
        return maxWeight == null || maxWeight.toBytes() >= maxEntries;
    }

    @AssertTrue(message = "max-entry must be between one byte, 1GB and max-weight")
    boolean isMaxEntryInRange() {
        return maxEntry == null
                || maxWeight == null
                || (maxEntry.toBytes() > 0 && maxEntry.toBytes() <= maxWeight.toBytes() && maxEntry.toGigabytes() < 1);
    }

    @AssertTrue(message = "default-ttl must be longer than zero")
    boolean isDefaultTtlPositive() {
        return defaultTtl == null || defaultTtl.compareTo(Duration.ZERO) > 0;
    }

    @AssertTrue(message = "join-wait must be between 0 and 5m")
    boolean isJoinWaitInRange() {
        return joinWait == null || !joinWait.isNegative() && joinWait.compareTo(LONGEST_JOIN_WAIT) <= 0;
    }
}
