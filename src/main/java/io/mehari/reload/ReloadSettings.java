package io.mehari.reload;

import jakarta.validation.Valid;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether changed files take effect by themselves; routes in {@code routes/maintenance} read these keys too.
 *
 * @param enabled false: route files are read again on request, servers at the next start
 * @param config folder of configuration files that is watched; where it does not exist none is
 * @param debounce how long nothing may change any more before files are read
 * @param poll how often folders are looked at besides, for file systems that tell no changes; at least 100ms
 * @param canary what is done when route files that have just begun to serve fail at calls
 */
@ConfigurationProperties(prefix = "mehari.reload", ignoreUnknownFields = false)
public record ReloadSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("./config") Path config,

        @DurationMin(millis = 100, message = ReloadSettings.TOO_SHORT) @DefaultValue("1s")
        Duration debounce,

        @DurationMin(millis = 100, message = ReloadSettings.TOO_SHORT) @DefaultValue("500ms")
        Duration poll,

        @Valid @NestedConfigurationProperty @DefaultValue CanarySettings canary) {
    static final String TOO_SHORT = "must be at least 100ms";
}
