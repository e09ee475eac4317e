package io.mehari.configuration;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where upstream servers are listed.
 *
 * @param file a file in the form of Claude Desktop's; where the default does not exist the gateway starts with its
 *     tool routes alone
 */
@ConfigurationProperties(prefix = "mehari.servers", ignoreUnknownFields = false)
record ServersSettings(
        @DefaultValue("config/mcp-servers.json") Path file) {
    static final Path DEFAULT = Path.of("config/mcp-servers.json");
}
