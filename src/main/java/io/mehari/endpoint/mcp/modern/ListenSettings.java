package io.mehari.endpoint.mcp.modern;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of streams that clients of version 2026-07-28 open to be told of changes: {@code mehari.mcp.modern.listen}.
 *
 * @param max most streams at the same time, of all callers
 * @param maxOfCaller most streams at the same time, of one caller
 */
public record ListenSettings(
        @DefaultValue("10000") @Min(0) int max,
        @DefaultValue("5000") @Min(0) int maxOfCaller) {
    /** What holds where nothing is configured. */
    public static final ListenSettings DEFAULTS = new ListenSettings(10_000, 5_000);
}
