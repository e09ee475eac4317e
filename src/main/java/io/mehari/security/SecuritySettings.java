package io.mehari.security;

import io.mehari.call.Caller;
import io.mehari.call.Scope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Who may use the gateway: {@code mehari.security}.
 *
 * @param strict whether everything but CORS preflight and {@code /health/live} needs a key; needs at least one key
 * @param keys API keys; without any, everything is open, and the gateway binds loopback only
 * @param keysFile YAML file with a list of further entries like those of {@code keys}, looked at again when it changes;
 *     null for none. With one, nothing is open, even while it lists no key
 * @param throttle what becomes of addresses that show unknown keys
 * @param allowedOrigins web origins, such as {@code https://app.example.com}, whose pages may use the gateway; {@code
 *     *} allows all
 */
@ConfigurationProperties(prefix = SecuritySettings.PREFIX, ignoreUnknownFields = false)
public record SecuritySettings(
        @DefaultValue("false") boolean strict,
        @Valid @DefaultValue List<ApiKey> keys,
        Path keysFile,
        @Valid @DefaultValue Throttle throttle,
        @DefaultValue List<String> allowedOrigins) {
    static final String PREFIX = "mehari.security";

    /** Most keys, those of the file included: each request is compared with all of them. */
    static final int MOST_KEYS = 1000;

    /**
     * Keeps copies of the lists.
     *
     * @throws IllegalArgumentException if strict mode has no keys, if there are too many, or if two have the same name
     *     or the same hash
     */
    @ConstructorBinding
    public SecuritySettings {
        keys = List.copyOf(keys);
        allowedOrigins = List.copyOf(allowedOrigins);
        if (strict && keys.isEmpty() && keysFile == null) {
            throw new IllegalArgumentException(
                    "mehari.security.strict is on but mehari.security.keys is empty: no one could use the gateway");
        }
        KeyClash.in(keys).ifPresent(clash -> {
            throw new IllegalArgumentException("mehari.security.keys: " + clash);
        });
    }

    /**
     * Settings without a file of keys, and with the default throttle.
     *
     * @param strict as in {@link #strict}
     * @param keys as in {@link #keys}
     * @param allowedOrigins as in {@link #allowedOrigins}
     */
    public SecuritySettings(boolean strict, List<ApiKey> keys, List<String> allowedOrigins) {
        this(strict, keys, null, Throttle.DEFAULT, allowedOrigins);
    }

    /**
     * The settings of an environment.
     *
     * @param environment with {@code application.yaml}, variables and arguments
     * @return empty if they cannot be read, which others tell
     */
    public static Optional<SecuritySettings> of(Environment environment) {
        try {
            return Optional.of(Binder.get(environment).bindOrCreate(PREFIX, SecuritySettings.class));
        } catch (BindException e) {
            return Optional.empty();
        }
    }

    /**
     * What becomes of addresses that show unknown keys. Right keys are never throttled.
     *
     * @param failures unknown keys of one address within the window that are answered 401; further ones are answered
     *     429; 0 for no limit
     * @param window how long they are counted together, 1 s to 1 h
     */
    public record Throttle(
            @Min(0) @Max(100_000) @DefaultValue("20") int failures,

            @DurationMin(seconds = 1, message = Throttle.RANGE)
            @DurationMax(hours = 1, message = Throttle.RANGE)
            @DefaultValue("1m")
            Duration window) {
        private static final String RANGE = "must be from 1s to 1h";

        /** Twenty unknown keys a minute. */
        public static final Throttle DEFAULT = new Throttle(20, Duration.ofMinutes(1));
    }

    /**
     * One API key. The key itself is kept nowhere.
     *
     * @param name name of its holder, seen in logs and events; up to 100 characters
     * @param sha256 SHA-256 of the key's UTF-8 bytes in hexadecimal
     * @param scopes what it entitles to; at least one
     * @param expires when it ends; null for never
     */
    public record ApiKey(
            @NotBlank
            @Pattern(
                    regexp = "\\P{Cntrl}{0,100}",
                    message = "must be at most 100 characters, none of them a control character")
            String name,

            @NotNull @Pattern(regexp = "[0-9a-fA-F]{64}", message = "must be the 64 hexadecimal digits of a SHA-256")
            String sha256,

            @NotEmpty Set<Scope> scopes,
            Expiry expires) {
        /** Keeps a copy of the scopes. */
        @ConstructorBinding
        public ApiKey {
            scopes = scopes == null ? Set.of() : Set.copyOf(scopes);
        }

        /**
         * A key that does not expire.
         *
         * @param name as in {@link #name}
         * @param sha256 as in {@link #sha256}
         * @param scopes as in {@link #scopes}
         */
        public ApiKey(String name, String sha256, Set<Scope> scopes) {
            this(name, sha256, scopes, null);
        }

        /**
         * Whether the key has expired.
         *
         * @param now the time to judge by
         * @return false for one that never does
         */
        public boolean isExpired(Instant now) {
            return expires != null && expires.isPast(now);
        }

        /**
         * Whether the key expires soon, but has not yet.
         *
         * @param now the time to judge by
         * @param within how soon
         * @return false for one that never does
         */
        public boolean expiresWithin(Instant now, Duration within) {
            return expires != null && !expires.isPast(now) && expires.isPast(now.plus(within));
        }

        /**
         * The scopes as they are written in a configuration.
         *
         * @return such as {@code call, admin}
         */
        public String scopeNames() {
            return scopes.stream()
                    .sorted()
                    .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
        }

        /** Whether the name is that of callers without a key. */
        boolean isCalledLikeStrangers() {
            return Caller.ANONYMOUS.name().equalsIgnoreCase(name);
        }

        /** Without the hash. */
        @Override
        public String toString() {
            return "ApiKey[name=" + name + ", scopes=" + scopes + ", expires=" + expires + "]";
        }
    }
}
