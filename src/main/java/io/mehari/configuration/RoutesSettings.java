package io.mehari.configuration;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where route files are.
 *
 * @param directory folder with {@code pipeline/}, {@code upstream/} and so on; where it does not exist the routes that
 *     the jar carries are used
 */
@ConfigurationProperties(prefix = "mehari.routes", ignoreUnknownFields = false)
record RoutesSettings(@DefaultValue("./routes") Path directory) {}
