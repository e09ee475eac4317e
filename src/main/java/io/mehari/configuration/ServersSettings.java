package io.mehari.configuration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where upstream servers are listed.
 *
 * @param file a file in the form of Claude Desktop's; where the default does not exist the gateway starts with its
 *     tool routes alone
 * @param maxRetries attempts after the first for servers that do not say {@code retry.max} themselves
 * @param concurrentStarts most servers that join at a time when the gateway starts
 */
@Validated
@ConfigurationProperties(prefix = "mehari.servers", ignoreUnknownFields = false)
record ServersSettings(
        @DefaultValue("config/mcp-servers.json") Path file,
        @Min(0) @Max(20) @DefaultValue("3") int maxRetries,
        @Min(1) @Max(1000) @DefaultValue("10") int concurrentStarts) {
    static final Path DEFAULT = Path.of("config/mcp-servers.json");
}
