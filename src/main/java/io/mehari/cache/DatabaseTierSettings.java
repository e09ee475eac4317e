package io.mehari.cache;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Results in the database of the dead letters, where they survive a restart.
 *
 * @param enabled whether results are kept in the database of the dead letters, where they survive a restart
 * @param maxEntries most results kept there; those that would end first go, looked at after each 1,000 results and once a minute
 * @param maxSize most bytes of results there, in the same way
 */
public record DatabaseTierSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("100000") @Min(1) int maxEntries,
        @DefaultValue("256MB") @NotNull DataSize maxSize) {

    /** What holds where nothing is configured. */
    public static final DatabaseTierSettings DEFAULTS =
            new DatabaseTierSettings(false, 100_000, DataSize.ofMegabytes(256));

    @AssertTrue(message = "max-size must be at least 1MB, which one large result takes")
    boolean isMaxSizeEnough() {
        return maxSize == null || maxSize.toBytes() >= StoredResult.MAX_BYTES;
    }
}
