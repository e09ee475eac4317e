package io.mehari.endpoint.mcp;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of the lists that MCP clients read: {@code mehari.mcp.lists}.
 *
 * @param pageSize entries in one page of a list; clients that do not follow cursors see the first page only
 * @param listeners clients that are told of changes of lists at the same time
 */
@ConfigurationProperties(prefix = "mehari.mcp.lists", ignoreUnknownFields = false)
public record McpListSettings(
        @Min(1) @Max(100_000) @DefaultValue("1000") int pageSize,
        @Min(1) @Max(1_000_000) @DefaultValue("20000") int listeners) {
    /** What holds where nothing is configured. */
    public static final McpListSettings DEFAULTS = new McpListSettings(1_000, 20_000);
}
