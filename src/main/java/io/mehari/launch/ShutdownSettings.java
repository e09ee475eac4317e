package io.mehari.launch;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the gateway, and a server that is removed, end.
 *
 * @param drain longest time that calls in flight may take to be answered when the gateway stops, or when the settings
 *     of their server were changed or removed; new ones are rejected meanwhile, or go to the new settings. What is not
 *     answered then is cut off
 */
@ConfigurationProperties(prefix = "mehari.shutdown", ignoreUnknownFields = false)
public record ShutdownSettings(
        @NotNull @DurationMin(nanos = 1, message = "must be longer than zero") @DefaultValue("30s")
        Duration drain) {}
