package io.mehari.recovery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Recovery of calls that fail.
 *
 * @param enabled false: every failure is answered immediately, no call is sent again
 * @param limit longest time that a recovery route may take besides the attempts and pauses of the policy {@code retry}
 */
@ConfigurationProperties(prefix = "mehari.recovery", ignoreUnknownFields = false)
record RecoverySettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("10s") Duration limit) {
    RecoverySettings {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("mehari.recovery.limit must be more than 0; to switch recovery off set"
                    + " mehari.recovery.enabled=false");
        }
    }
}
