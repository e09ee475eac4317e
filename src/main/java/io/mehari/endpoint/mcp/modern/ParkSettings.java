package io.mehari.endpoint.mcp.modern;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of calls that wait for clients of version 2026-07-28 to answer a question: {@code mehari.mcp.modern.parking}.
 *
 * @param max most calls that wait, of all callers
 * @param maxOfCaller most calls that wait, of one caller
 * @param expiry how long a call waits for its client; then it is cancelled. At most a day
 */
public record ParkSettings(
        @DefaultValue("1000") @Min(0) int max,
        @DefaultValue("100") @Min(0) int maxOfCaller,
        @DefaultValue("10m") @NotNull Duration expiry) {
    private static final Duration LONGEST = Duration.ofDays(1);

    /** What holds where nothing is configured. */
    public static final ParkSettings DEFAULTS = new ParkSettings(1_000, 100, Duration.ofMinutes(10));

    @AssertTrue(message = "expiry must be between one second and one day")
    boolean isExpiryInRange() {
        return expiry == null || (expiry.toSeconds() >= 1 && expiry.compareTo(LONGEST) <= 0);
    }
}
