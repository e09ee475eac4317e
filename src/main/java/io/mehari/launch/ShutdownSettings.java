package io.mehari.launch;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the gateway, and a server that is removed, end.
 *
 * @param drain longest time that calls in flight may take to be answered when the gateway stops, or when the settings
 *     of their server were changed or removed; new ones are rejected meanwhile, or go to the new settings. What is not
 *     answered then is cut off
 */
@Validated
@ConfigurationProperties(prefix = "mehari.shutdown", ignoreUnknownFields = false)
public record ShutdownSettings(@NotNull @DefaultValue("30s") Duration drain) {
    public ShutdownSettings {
        if (drain.isNegative() || drain.isZero()) {
            throw new IllegalArgumentException("mehari.shutdown: drain must be positive");
        }
    }
}
