package io.mehari.library;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Jars that route files can use besides what the gateway has.
 *
 * @param directory folder of jars: components, drivers, classes, Java routes; where it does not exist there are none
 */
@ConfigurationProperties(prefix = "mehari.plugins", ignoreUnknownFields = false)
public record PluginSettings(@DefaultValue("./plugins") Path directory) {}
