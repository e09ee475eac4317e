package io.mehari.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.schema.ToolSchema;
import io.mehari.upstream.CallSettings;

/**
 * A tool that callers can see.
 *
 * @param server name of the upstream, or {@code camel} for routes that are tools
 * @param name the tool's own name; unique within its server
 * @param definition the MCP tool definition as its server gave it; read-only
 * @param schema checks arguments
 * @param calls limits of its calls
 * @param trustAnnotations whether the definition's hints decide what may be sent again
 * @param bulkhead name of the bulkhead its calls pass
 * @param route name of the direct: route that reaches it
 * @param fingerprint fingerprint of the server's configuration: part of every cache key
 */
public record Tool(
        String server,
        String name,
        ObjectNode definition,
        ToolSchema schema,
        CallSettings calls,
        boolean trustAnnotations,
        String bulkhead,
        String route,
        String fingerprint) {

    /**
     * The name among all tools.
     *
     * @return {@code server/tool}
     */
    public String id() {
        return server + "/" + name;
    }

    /**
     * The same tool with hints that were derived from others. Only what it says itself decides what may be sent again.
     *
     * @param other of the same name and schema
     * @return a new tool
     */
    Tool with(ObjectNode other) {
        boolean trusted = trustAnnotations && saysThatItMayRepeat();
        return new Tool(server, name, other, schema, calls, trusted, bulkhead, route, fingerprint);
    }

    /**
     * Whether running it twice does no harm: the operator says so, or hints do that the operator trusts.
     *
     * @return true if a call may be sent again
     */
    public boolean mayRepeat() {
        return calls.idempotent() || (trustAnnotations && saysThatItMayRepeat());
    }

    private boolean saysThatItMayRepeat() {
        JsonNode hints = definition.path("annotations");
        return hints.path("idempotentHint").asBoolean(false)
                || hints.path("readOnlyHint").asBoolean(false);
    }
}
