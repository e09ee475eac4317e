package io.mehari.monitoring.metric;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is counted, and how far back windows look.
 *
 * @param window over which {@code /metrics} gives average, largest, smallest and number
 * @param maxTools most tools counted apart; calls of others are counted as {@code other}
 * @param stages whether the time in each route of the running generation is measured too
 * @param routes whether the exchanges of each route are counted, for {@code /api/v1/admin/routes/statistics}
 */
@ConfigurationProperties(prefix = "mehari.metrics", ignoreUnknownFields = false)
public record MetricSettings(
        @DefaultValue("60s")
        @DurationMin(seconds = 1, message = MetricSettings.WINDOW)
        @DurationMax(hours = 1, message = MetricSettings.WINDOW)
        Duration window,

        @DefaultValue("500") @Min(1) @Max(10_000) int maxTools,
        @DefaultValue("false") boolean stages,
        @DefaultValue("true") boolean routes) {
    static final String WINDOW = "must be 1s to 1h";
}
