package io.mehari.catalog;

import io.mehari.upstream.AllowedTools;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.UpstreamSettings;
import java.util.function.Function;

/**
 * The origin of the tools of one server, and what holds for their calls.
 *
 * @param server name of the server
 * @param route name of the direct: route that reaches its tools
 * @param fingerprint fingerprint of its configuration: part of every cache key
 * @param tools which of its tools there are for callers
 * @param trustAnnotations whether hints in definitions decide what may be sent again
 * @param calls limits that hold for its tools
 * @param callsOf limits by tool name
 * @param ownBulkheads whether each tool has a bulkhead of its own, whatever its limit
 * @param usesOf the tools that a tool is made of, by its name; {@link UsedTools#NONE} for most
 */
public record ToolSource(
        String server,
        String route,
        String fingerprint,
        AllowedTools tools,
        boolean trustAnnotations,
        CallSettings calls,
        Function<String, CallSettings> callsOf,
        boolean ownBulkheads,
        Function<String, UsedTools> usesOf) {

    /** Prefix of the names of the routes that reach upstreams. */
    public static final String UPSTREAM_ROUTE = "upstream-";

    /**
     * The source that an upstream is.
     *
     * @param settings settings of the upstream
     * @return never null
     */
    public static ToolSource of(UpstreamSettings settings) {
        return new ToolSource(
                settings.name(),
                UPSTREAM_ROUTE + settings.name(),
                settings.fingerprint(),
                settings.tools(),
                settings.trustAnnotations(),
                settings.calls(),
                settings::callsOf,
                false,
                tool -> UsedTools.NONE);
    }

    /**
     * The name of the bulkhead that calls of a tool pass: one for the whole server, and one for each tool with a limit
     * of its own, or for each tool.
     *
     * @param tool name of the tool
     * @return {@code server} or {@code server/tool}
     */
    String bulkheadOf(String tool) {
        return !ownBulkheads && callsOf.apply(tool).bulkhead() == calls.bulkhead() ? server : server + "/" + tool;
    }
}
