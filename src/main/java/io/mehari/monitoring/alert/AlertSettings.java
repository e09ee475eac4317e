package io.mehari.monitoring.alert;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Above what alerts are raised, when the gateway starts. {@code POST /api/v1/admin/alerts/thresholds} changes them until
 * the next start.
 *
 * @param cpu percentage of all processors of the machine or container in use: a warning
 * @param memory percentage of memory that is taken and cannot be reclaimed: critical
 * @param errorRate percentage of calls that fail, of all servers and of each: a warning
 * @param responseTime how long calls take on average, of all servers and of each: a warning
 * @param minCalls calls within two samples below which error rate and response time are not judged
 */
@ConfigurationProperties(prefix = "mehari.alerts", ignoreUnknownFields = false)
public record AlertSettings(
        @DefaultValue("80") @DecimalMin(AlertThresholds.LEAST) @DecimalMax(AlertThresholds.MOST)
        double cpu,

        @DefaultValue("90") @DecimalMin(AlertThresholds.LEAST) @DecimalMax(AlertThresholds.MOST)
        double memory,

        @DefaultValue("5") @DecimalMin(AlertThresholds.LEAST) @DecimalMax(AlertThresholds.MOST)
        double errorRate,

        @DefaultValue("5s")
        @DurationMin(millis = 1, message = AlertSettings.RESPONSE_TIME)
        @DurationMax(hours = 1, message = AlertSettings.RESPONSE_TIME)
        Duration responseTime,

        @DefaultValue("10") @Min(1) @Max(1_000_000) int minCalls) {
    static final String RESPONSE_TIME = "must be 1ms to 1h";

    /** {@return the thresholds that they say} */
    public AlertThresholds thresholds() {
        return new AlertThresholds(cpu, memory, errorRate, responseTime.toMillis() / 1000.0, minCalls);
    }
}
