package io.mehari.cache;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of the result cache in this process.
 *
 * @param maxEntries most results kept
 * @param maxWeight most memory all of them may take, by estimate
 * @param maxEntry most memory one result may take; a larger one is not kept
 * @param defaultTtl how long a result is kept where the cache is switched on without a time
 */
@ConfigurationProperties(prefix = "mehari.cache", ignoreUnknownFields = false)
public record CacheSettings(
        @DefaultValue("2000") @Min(1) int maxEntries,
        @DefaultValue("64MB") @NotNull DataSize maxWeight,
        @DefaultValue("1MB") @NotNull DataSize maxEntry,
        @DefaultValue("300s") @NotNull Duration defaultTtl) {

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
}
