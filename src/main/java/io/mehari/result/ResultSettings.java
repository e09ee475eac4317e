package io.mehari.result;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What becomes of large results: {@code mehari.results}. Lengths are in characters (UTF-16 units).
 *
 * @param enabled whether callers get the head of a large result, and a handle to read the rest by
 * @param over length beyond which a result is large
 * @param head length of the head; at most {@code over}
 * @param tools other lengths for single tools: {@code tool} ({@code server/tool}), {@code over} (0: always whole)
 * @param maxEntries most results that are kept
 * @param maxWeight most memory that all of them may take, by estimate
 * @param ttl how long one is kept, 1 s to 1 d
 */
@ConfigurationProperties(prefix = ResultSettings.PREFIX, ignoreUnknownFields = false)
public record ResultSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("100000") @Min(1) @Max(100_000_000) int over,
        @DefaultValue("4000") @Min(1) @Max(1_000_000) int head,
        @Valid @DefaultValue @Size(max = 1000) List<OfTool> tools,
        @DefaultValue("1000") @Min(1) @Max(1_000_000) int maxEntries,
        @DefaultValue("64MB") @NotNull DataSize maxWeight,

        @DurationMin(seconds = 1, message = ResultSettings.RANGE)
        @DurationMax(days = 1, message = ResultSettings.RANGE)
        @DefaultValue("10m")
        Duration ttl) {
    /** Where they stand. */
    public static final String PREFIX = "mehari.results";

    private static final String RANGE = "must be from 1s to 1d";

    /** Keeps a copy of the list. */
    public ResultSettings {
        tools = List.copyOf(tools);
    }

    @AssertTrue(message = "head must not be longer than over")
    boolean isHeadShorter() {
        return head <= over;
    }

    @AssertTrue(message = "max-weight must be more than nothing")
    boolean isMaxWeightPositive() {
        return maxWeight == null || maxWeight.toBytes() > 0;
    }

    /**
     * The length of one tool.
     *
     * @param tool {@code server/tool}
     * @param over length beyond which its result is large; 0 for never
     */
    public record OfTool(
            @NotBlank String tool,
            @NotNull @Min(0) @Max(100_000_000) Integer over) {}
}
