package io.mehari.security;

import io.mehari.call.Scope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may use the gateway: {@code mehari.security}.
 *
 * @param strict whether everything but CORS preflight and {@code /health/live} needs a key; needs at least one key
 * @param keys API keys; without any, everything is open, and the gateway binds loopback only
 * @param allowedOrigins web origins, such as {@code https://app.example.com}, whose pages may use the gateway; {@code
 *     *} allows all
 */
@Validated
@ConfigurationProperties(prefix = "mehari.security", ignoreUnknownFields = false)
public record SecuritySettings(
        @DefaultValue("false") boolean strict,
        @Valid @DefaultValue List<ApiKey> keys,
        @DefaultValue List<String> allowedOrigins) {

    /**
     * Keeps copies of the lists.
     *
     * @throws IllegalArgumentException if strict mode has no keys, or two keys have the same name
     */
    public SecuritySettings {
        keys = List.copyOf(keys);
        allowedOrigins = List.copyOf(allowedOrigins);
        if (strict && keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "mehari.security.strict is on but mehari.security.keys is empty: no one could use the gateway");
        }
        if (keys.stream().map(ApiKey::name).distinct().count() < keys.size()) {
            throw new IllegalArgumentException("mehari.security.keys: two keys have the same name");
        }
    }

    /**
     * One API key. The key itself is kept nowhere.
     *
     * @param name name of its holder, seen in logs and events
     * @param sha256 SHA-256 of the key's UTF-8 bytes in hexadecimal
     * @param scopes what it entitles to; at least one
     */
    public record ApiKey(
            @NotBlank String name,

            @NotNull @Pattern(regexp = "[0-9a-fA-F]{64}", message = "must be the 64 hexadecimal digits of a SHA-256")
            String sha256,

            /** Keeps a copy of the scopes. */
            @NotEmpty Set<Scope> scopes) {
        public ApiKey {
            scopes = scopes == null ? Set.of() : Set.copyOf(scopes);
        }

        /** Without the hash. */
        @Override
        public String toString() {
            return "ApiKey[name=" + name + ", scopes=" + scopes + "]";
        }
    }
}
