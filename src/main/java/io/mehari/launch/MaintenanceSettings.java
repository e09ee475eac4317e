package io.mehari.launch;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often the routes in {@code routes/maintenance} run; they read these keys themselves.
 *
 * @param callWatchdogPeriod how often the gateway looks for calls that no stage has answered
 * @param callEventsPeriod how often events of finished calls are taken out of their queue
 * @param heartbeatCheckPeriod how often the gateway may look whether heartbeats are due
 * @param deadLetterExpiryPeriod how often dead letters that are too old are removed
 * @param systemSamplePeriod how often processor, memory, threads, files and calls are measured and judged; at least 1s
 */
@ConfigurationProperties(prefix = "mehari.maintenance", ignoreUnknownFields = false)
public record MaintenanceSettings(
        @DurationMin(millis = 1, message = MaintenanceSettings.TOO_SHORT) @DefaultValue("500ms")
        Duration callWatchdogPeriod,

        @DurationMin(millis = 1, message = MaintenanceSettings.TOO_SHORT) @DefaultValue("100ms")
        Duration callEventsPeriod,

        @DurationMin(millis = 1, message = MaintenanceSettings.TOO_SHORT) @DefaultValue("1s")
        Duration heartbeatCheckPeriod,

        @DurationMin(millis = 1, message = MaintenanceSettings.TOO_SHORT) @DefaultValue("1h")
        Duration deadLetterExpiryPeriod,

        @DurationMin(seconds = 1, message = MaintenanceSettings.SAMPLE_TOO_SHORT) @DefaultValue("30s")
        Duration systemSamplePeriod) {
    static final String SAMPLE_TOO_SHORT = "must be at least 1s";
    static final String TOO_SHORT = "must be at least 1ms";
}
