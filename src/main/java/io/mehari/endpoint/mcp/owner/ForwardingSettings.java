package io.mehari.endpoint.mcp.owner;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Requests of MCP clients that reach another instance than the one that has their session: {@code mehari.mcp.forwarding}.
 *
 * @param enabled whether such a request is handed to the instance that has the session; needs {@code mehari.redis.url}, and that
 *     the others reach this one at {@code mehari.instances.address}
 * @param secret of at least 32 characters that all instances share, by which they know each other; better given as
 *     {@code MEHARI_MCP_FORWARDING_SECRET}
 */
@ConfigurationProperties(prefix = "mehari.mcp.forwarding", ignoreUnknownFields = false)
public record ForwardingSettings(
        @DefaultValue("false") boolean enabled,
        @NotNull @Size(max = 1_000) @DefaultValue("") String secret) {
    private static final int SHORTEST_SECRET = 32;

    @AssertTrue(message = "secret must have at least 32 characters where requests are forwarded")
    boolean isSecretLong() {
        return !enabled || secret != null && secret.length() >= SHORTEST_SECRET;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ForwardingSettings[enabled=" + enabled + "]";
    }
}
