package io.mehari.control;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What operators may do by requests.
 *
 * @param serversFile where servers are kept that were added by {@code POST /api/v1/servers}
 * @param privateHosts hosts of such servers that may be on this machine or in a network around it: names, {@code
 *     *.example.com} for all below one, {@code *} for any
 */
@ConfigurationProperties(prefix = "mehari.control", ignoreUnknownFields = false)
public record ControlSettings(
        @DefaultValue("./data/added-servers.json") Path serversFile,
        @DefaultValue List<String> privateHosts) {}
