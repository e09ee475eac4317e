package io.mehari.routes;

import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often the routes in {@code routes/maintenance} run; they read these keys themselves.
 *
 * @param callWatchdogPeriod how often calls that nobody answered are looked for
 * @param callEventsPeriod how often events of finished calls are taken out of their queue
 * @param deadLetterExpiryPeriod how often dead letters that are too old or too many are removed
 */
@ConfigurationProperties(prefix = "mehari.maintenance", ignoreUnknownFields = false)
public record MaintenanceSettings(
        @DefaultValue("500ms") Duration callWatchdogPeriod,
        @DefaultValue("250ms") Duration callEventsPeriod,
        @DefaultValue("1h") Duration deadLetterExpiryPeriod) {

    public MaintenanceSettings {
        if (Stream.of(callWatchdogPeriod, callEventsPeriod, deadLetterExpiryPeriod)
                .anyMatch(period -> period.toMillis() < 1)) {
            throw new IllegalArgumentException("mehari.maintenance: call-watchdog-period, call-events-period and"
                    + " dead-letter-expiry-period must be at least 1ms");
        }
    }
}
