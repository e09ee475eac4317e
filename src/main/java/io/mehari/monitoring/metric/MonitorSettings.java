package io.mehari.monitoring.metric;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether the gateway watches itself.
 *
 * @param enabled off: no call is counted, and {@code /metrics} is not there
 */
@ConfigurationProperties(prefix = "mehari.monitor", ignoreUnknownFields = false)
public record MonitorSettings(@DefaultValue("true") boolean enabled) {}
