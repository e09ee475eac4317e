package io.mehari.starter;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The gateway as a dependency of another application. Without a meaning where the gateway is the program.
 *
 * @param enabled whether the application starts it
 */
@ConfigurationProperties(prefix = "mehari.embedded", ignoreUnknownFields = false)
record EmbeddedSettings(@DefaultValue("true") boolean enabled) {}
