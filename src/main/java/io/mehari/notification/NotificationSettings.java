package io.mehari.notification;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is told what: {@code mehari.notification}.
 *
 * @param period time between two looks for what has happened
 * @param queue events that wait to be told; the oldest beyond are dropped and counted
 * @param history messages of each topic that are kept for those who come back
 * @param calls whether calls are told although no client listens to them: for endpoints added to the route file notify
 */
@ConfigurationProperties(prefix = "mehari.notification", ignoreUnknownFields = false)
public record NotificationSettings(
        @DefaultValue("100ms") @DurationMin(millis = 10) @DurationMax(minutes = 1)
        Duration period,

        @Min(1) @Max(1_000_000) @DefaultValue("10000") int queue,
        @Min(0) @Max(100_000) @DefaultValue("500") int history,
        @DefaultValue("false") boolean calls) {}
