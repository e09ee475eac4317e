package io.mehari.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.upstream.CallSettings;

/**
 * A tool that callers can see.
 *
 * @param server name of the upstream, or {@code camel} for routes that are tools
 * @param name the tool's own name
 * @param definition the MCP tool definition as its server gave it; read-only
 * @param schema checks arguments
 * @param calls limits of its calls
 * @param route name of the direct: route that reaches it
 * @param fingerprint of the server's configuration: part of every cache key
 */
public record Tool(
        String server,
        String name,
        ObjectNode definition,
        ToolSchema schema,
        CallSettings calls,
        String route,
        String fingerprint) {}
