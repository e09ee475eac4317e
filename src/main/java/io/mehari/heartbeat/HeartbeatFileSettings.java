package io.mehari.heartbeat;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the settings of heartbeats are: {@code mehari.heartbeat}.
 *
 * @param file path of the file, which may change while the gateway runs; where there is none the defaults hold
 */
@ConfigurationProperties(prefix = "mehari.heartbeat", ignoreUnknownFields = false)
public record HeartbeatFileSettings(
        @NotBlank @DefaultValue("config/heartbeat.json") String file) {}
