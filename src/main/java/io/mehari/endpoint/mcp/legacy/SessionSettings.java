package io.mehari.endpoint.mcp.legacy;

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
 * Bounds of the sessions of MCP clients up to version 2025-11-25: {@code mehari.mcp.sessions}.
 *
 * @param most sessions at the same time; over it the one that is unused for longest is ended, and where all are in use new
 *     ones are refused with 503
 * @param mostOfCaller sessions that one caller may have; over it as with {@code most}, among that caller's sessions
 * @param idle how long a session without a stream and a request is kept
 * @param retry how long clients are told to wait before they take a lost stream up again
 * @param events most events that are kept of one session for clients that take a stream up again; 0 for none
 * @param eventBytes most memory that these events take, about
 * @param allEventBytes most memory that the events of all sessions take together, about
 */
@ConfigurationProperties(prefix = "mehari.mcp.sessions", ignoreUnknownFields = false)
public record SessionSettings(
        @Min(1) @Max(1_000_000) @DefaultValue("10000") int most,
        @Min(1) @Max(1_000_000) @DefaultValue("5000") int mostOfCaller,

        @NotNull
        @DurationMin(seconds = 1, message = "must be at least 1s")
        @DurationMax(days = 30, message = "must be at most 30d")
        @DefaultValue("30m")
        Duration idle,

        @NotNull
        @DurationMin(millis = 100, message = "must be at least 100ms")
        @DurationMax(minutes = 10, message = "must be at most 10m")
        @DefaultValue("1s")
        Duration retry,

        @Min(0) @Max(100_000) @DefaultValue("256") int events,
        @NotNull @DefaultValue("1MB") DataSize eventBytes,
        @NotNull @DefaultValue("64MB") DataSize allEventBytes) {
    /** What holds where nothing is configured. */
    public static final SessionSettings DEFAULTS = new SessionSettings(
            10_000,
            5_000,
            Duration.ofMinutes(30),
            Duration.ofSeconds(1),
            256,
            DataSize.ofMegabytes(1),
            DataSize.ofMegabytes(64));
}
