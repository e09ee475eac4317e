package io.mehari.protection;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for the protection of all servers; limits stand with each server.
 *
 * @param adaptivePauses whether pauses between attempts follow how long a server was seen to take to be good again
 */
@ConfigurationProperties(prefix = "mehari.protection", ignoreUnknownFields = false)
record ProtectionSettings(@DefaultValue("true") boolean adaptivePauses) {
    /** What pauses follow. */
    RecoveryTimes times() {
        return adaptivePauses ? new RecoveryTimes() : RecoveryTimes.OFF;
    }
}
