package io.mehari.catalog;

import io.mehari.upstream.CallSettings;
import io.mehari.upstream.UpstreamSettings;
import java.util.Set;
import java.util.function.Function;

/**
 * Where the tools of one server come from, and what holds for their calls.
 *
 * @param server name of the server
 * @param route name of the direct: route that reaches its tools
 * @param fingerprint of its configuration: part of every cache key
 * @param disabledTools names of tools that are neither listed nor called
 * @param trustAnnotations whether hints in definitions decide what may be sent again
 * @param calls limits that hold for its tools
 * @param callsOf limits by tool name
 */
public record ToolSource(
        String server,
        String route,
        String fingerprint,
        Set<String> disabledTools,
        boolean trustAnnotations,
        CallSettings calls,
        Function<String, CallSettings> callsOf) {

    /** Prefix of the route names of upstreams. */
    public static final String UPSTREAM_ROUTE = "upstream-";

    /** The source that an upstream is. */
    public static ToolSource of(UpstreamSettings settings) {
        return new ToolSource(
                settings.name(),
                UPSTREAM_ROUTE + settings.name(),
                settings.fingerprint(),
                settings.disabledTools(),
                settings.trustAnnotations(),
                settings.calls(),
                settings::callsOf);
    }

    /** Name of the bulkhead: one for the whole server, and one for each tool with a bound of its own. */
    String bulkheadOf(String tool) {
        return callsOf.apply(tool).bulkhead() == calls.bulkhead() ? server : server + "/" + tool;
    }
}
