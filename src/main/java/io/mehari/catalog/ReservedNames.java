package io.mehari.catalog;

import java.util.Set;

/**
 * First segments of paths that are the gateway's own (contracts, section 4): no server is called like one of them,
 * and no tool called like one of them has a path of a single segment.
 */
public final class ReservedNames {
    private static final Set<String> NAMES = Set.of(
            "api",
            "mcp",
            "sse",
            "messages",
            "health",
            "metrics",
            "diagnostics",
            "debug",
            "docs",
            "openapi.json",
            "admin",
            "static");

    private ReservedNames() {}

    /** Whether a path that begins with this segment is the gateway's own. */
    public static boolean contains(String segment) {
        return NAMES.contains(segment);
    }
}
