package io.mehari.ratelimit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many tool calls each caller may make: {@code mehari.rate-limit}. A caller is the holder of an API key; where no key is
 * configured, the address that calls come from (IPv6: /64).
 *
 * @param enabled whether calls are limited
 * @param calls how many a caller may make within the window
 * @param window the time that they are for, 1 s to 1 h
 * @param burst how many calls may come at once after a pause
 * @param maxCallers callers that are kept at most; those who find no place are counted together
 * @param shared whether all gateways on one {@code mehari.redis.url} count together; each alone while Redis does not answer
 * @param instances how many gateways share the limits: while Redis does not answer, each grants this part of them
 * @param callers limits of single holders of keys in place of {@code calls} and {@code burst}: {@code name} of the key,
 *     {@code calls} (0 for no limit), {@code burst}
 */
@ConfigurationProperties(prefix = RateLimitSettings.PREFIX, ignoreUnknownFields = false)
public record RateLimitSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("100") @Min(1) @Max(1_000_000) int calls,

        @DurationMin(seconds = 1, message = RateLimitSettings.RANGE)
        @DurationMax(hours = 1, message = RateLimitSettings.RANGE)
        @DefaultValue("1m")
        Duration window,

        @DefaultValue("20") @Min(1) @Max(100_000) int burst,
        @DefaultValue("10000") @Min(1) @Max(1_000_000) int maxCallers,
        @DefaultValue("false") boolean shared,
        @DefaultValue("1") @Min(1) @Max(1_000) int instances,
        @Valid @DefaultValue @Size(max = 1000) List<OfCaller> callers) {
    /** Where they stand. */
    public static final String PREFIX = "mehari.rate-limit";

    private static final String RANGE = "must be from 1s to 1h";

    /**
     * Keeps a copy of the list.
     *
     * @throws IllegalArgumentException if a caller stands in it twice
     */
    public RateLimitSettings {
        callers = List.copyOf(callers);
        Set<String> names = new HashSet<>();
        for (OfCaller caller : callers) {
            if (!names.add(caller.name())) {
                throw new IllegalArgumentException(PREFIX + ".callers: " + caller.name() + " stands twice");
            }
        }
    }

    /**
     * The limit of one caller.
     *
     * @param name of its API key, as {@code mehari.security.keys} or the file of keys has it
     * @param calls that it may make within the window; 0 for no limit
     * @param burst how many calls may come at once after a pause
     */
    public record OfCaller(
            @NotBlank String name,
            @NotNull @Min(0) @Max(1_000_000) Integer calls,
            @DefaultValue("20") @Min(1) @Max(100_000) int burst) {}

    /** What holds for callers without a limit of their own. */
    RateLimit limit() {
        return RateLimit.of(calls, window, burst);
    }
}
