package io.mehari.endpoint.mcp;

import io.mehari.endpoint.mcp.modern.CacheHints;
import io.mehari.endpoint.mcp.modern.ListenSettings;
import io.mehari.endpoint.mcp.modern.ModernSettings;
import io.mehari.endpoint.mcp.modern.ParkSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the gateway serves MCP clients of version 2026-07-28: {@code mehari.mcp.modern}.
 *
 * @param missingCapabilityStatus HTTP status of the JSON-RPC error -32021 (version 2026-07-28): {@code 400} as the protocol
 *     says, {@code 200} for clients that drop their connection at 4xx
 * @param stateKey secret of at least 32 characters that instances behind one address share, so that each can read a
 *     {@code requestState} of the others; empty for one that nobody else has
 * @param cache what clients of version 2026-07-28 may keep
 * @param parking bounds of calls that wait for such clients
 * @param listen bounds of streams on which such clients are told of changes
 */
@ConfigurationProperties(prefix = "mehari.mcp.modern", ignoreUnknownFields = false)
public record McpModernSettings(
        @DefaultValue("400") int missingCapabilityStatus,
        @NotNull @Size(max = 1_000) @DefaultValue("") String stateKey,
        @Valid @NestedConfigurationProperty @DefaultValue Cache cache,
        @Valid @NestedConfigurationProperty @DefaultValue ParkSettings parking,
        @Valid @NestedConfigurationProperty @DefaultValue ListenSettings listen) {
    private static final int AS_SPECIFIED = 400;
    private static final int TOLERANT = 200;
    private static final int SHORTEST_KEY = 32;

    /** Nothing configured. */
    public static final McpModernSettings DEFAULTS = new McpModernSettings(
            AS_SPECIFIED, "", new Cache(Duration.ZERO, Scope.AUTO), ParkSettings.DEFAULTS, ListenSettings.DEFAULTS);

    /** Who may be given what a client keeps. */
    public enum Scope {
        /** Everybody where no API keys are configured, else the caller only. */
        AUTO,
        /** Everybody. */
        PUBLIC,
        /** The caller only. */
        PRIVATE
    }

    /**
     * What clients may keep: {@code mehari.mcp.modern.cache}.
     *
     * @param ttl how long lists and resources may be kept; zero for not at all. At most a day
     * @param scope who may be given them: {@code private} for the caller only, {@code public} for everybody; {@code auto} is
     *     private where API keys are configured
     */
    public record Cache(
            @DefaultValue("0s") @NotNull Duration ttl,
            @DefaultValue("auto") @NotNull Scope scope) {
        @AssertTrue(message = "ttl must be between zero and one day")
        boolean isTtlInRange() {
            return ttl == null || !ttl.isNegative() && ttl.compareTo(Duration.ofDays(1)) <= 0;
        }
    }

    @AssertTrue(message = "missing-capability-status must be 400 or 200")
    boolean isStatusKnown() {
        return missingCapabilityStatus == AS_SPECIFIED || missingCapabilityStatus == TOLERANT;
    }

    @AssertTrue(message = "state-key must be empty or have at least 32 characters")
    boolean isKeyLong() {
        return stateKey == null || stateKey.isEmpty() || stateKey.length() >= SHORTEST_KEY;
    }

    ModernSettings modern(boolean open) {
        return modern(open, "");
    }

    /** With the secret that instances share anyway, for where there is no key of its own. */
    ModernSettings modern(boolean open, String secret) {
        boolean shared = cache.scope() == Scope.PUBLIC || cache.scope() == Scope.AUTO && open;
        return new ModernSettings(
                new CacheHints(cache.ttl(), shared),
                parking,
                listen,
                stateKey.isEmpty() ? secret : stateKey,
                missingCapabilityStatus);
    }
}
