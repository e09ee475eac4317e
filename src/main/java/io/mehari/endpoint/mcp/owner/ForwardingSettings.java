package io.mehari.endpoint.mcp.owner;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Requests of MCP clients that reach another instance than the one that has their session: {@code mehari.mcp.forwarding}.
 *
 * @param address where the other instances reach the data plane of this one, such as {@code http://10.0.0.7:8000}; needs
 *     {@code mehari.redis.url}; empty for an instance that stands alone
 * @param secret of at least 32 characters that all instances share, by which they know each other; better given as
 *     {@code MEHARI_MCP_FORWARDING_SECRET}
 */
@ConfigurationProperties(prefix = "mehari.mcp.forwarding", ignoreUnknownFields = false)
public record ForwardingSettings(
        @NotNull
        @Pattern(regexp = "(" + ForwardingSettings.ADDRESS + ")?", message = "must be http://host:port")
        @DefaultValue("")
        String address,

        @NotNull @Size(max = 1_000) @DefaultValue("") String secret) {
    /** What an address looks like: a host, or an IPv6 address in brackets, and a port. */
    static final String ADDRESS = "http://([A-Za-z0-9._-]{1,250}|\\[[0-9A-Fa-f:.]{2,45}])(:\\d{1,5})?";

    private static final int SHORTEST_SECRET = 32;

    @AssertTrue(message = "secret must have at least 32 characters where there is an address")
    boolean isSecretLong() {
        return !isOn() || secret != null && secret.length() >= SHORTEST_SECRET;
    }

    /**
     * Whether requests are forwarded.
     *
     * @return false for an instance that stands alone
     */
    public boolean isOn() {
        return address != null && !address.isEmpty();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ForwardingSettings[address=" + address + "]";
    }
}
