package io.mehari.instance;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Several gateways on one Redis.
 *
 * @param enabled whether this gateway tells the others on the same Redis that it is there; needs {@code mehari.redis.url}
 * @param id name of this gateway among them; empty for host and port of the data plane
 * @param address where the others reach its data plane, such as {@code http://10.0.0.7:8000}, whether this is enabled or not:
 *     {@code mehari.mcp.forwarding} sends requests there; empty for host and port of the data plane
 * @param heartbeat time between two signs of life
 * @param expiry silence after which a gateway counts as gone, by the clock of Redis
 * @param lease how long one gateway may go on alone with what only one may do after it has last reached Redis
 * @param eventQueue events that wait to be told to the others; the oldest beyond are dropped and counted
 */
@ConfigurationProperties(prefix = "mehari.instances", ignoreUnknownFields = false)
public record InstanceSettings(
        @DefaultValue("false") boolean enabled,

        @NotNull
        @Pattern(regexp = "[A-Za-z0-9._:-]{0,100}", message = "must be letters, digits, dots, colons, hyphens")
        @DefaultValue("")
        String id,

        @NotNull
        @Pattern(regexp = "(https?://\\S{1,250})?", message = "must be an http or https address")
        @DefaultValue("")
        String address,

        @NotNull @DefaultValue("3s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration heartbeat,

        @NotNull @DefaultValue("12s") @DurationMin(millis = 200) @DurationMax(minutes = 10)
        Duration expiry,

        @NotNull @DefaultValue("10s") @DurationMin(millis = 300) @DurationMax(minutes = 10)
        Duration lease,

        @DefaultValue("1000") @Min(1) @Max(100_000) int eventQueue) {
    @AssertTrue(message = "expiry must be at least twice the heartbeat")
    boolean isExpiryEnough() {
        return heartbeat == null || expiry == null || expiry.compareTo(heartbeat.multipliedBy(2)) >= 0;
    }
}
