package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * How long, and for whom, clients may keep what they are answered (MCP 2026-07-28, caching).
 *
 * @param ttl how long
 * @param shared whether others than the caller may be given it
 */
public record CacheHints(Duration ttl, boolean shared) {
    private static final String PUBLIC = "public";
    private static final String PRIVATE = "private";

    /** The least of what holds here and what the result says of itself. */
    long ttlMs(JsonNode own) {
        boolean usable = own.isIntegralNumber() && own.canConvertToLong() && own.longValue() >= 0;
        return usable ? Math.min(own.longValue(), ttl.toMillis()) : ttl.toMillis();
    }

    /** Private if either says so. */
    String scope(JsonNode own) {
        boolean open = shared && (own.isMissingNode() || PUBLIC.equals(own.textValue()));
        return open ? PUBLIC : PRIVATE;
    }
}
