package io.mehari.catalog;

import java.util.Locale;
import java.util.Set;

/**
 * First segments of paths that are the gateway's own: no server may have such a name, and a tool of such a name has no
 * path of a single segment. Stateless.
 */
public final class ReservedNames {
    /** Paths that are served today, and paths that are kept free for endpoints to come. */
    private static final Set<String> NAMES = Set.of(
            "api",
            "mcp",
            "sse",
            "messages",
            "groups",
            "health",
            "metrics",
            "diagnostics",
            "debug",
            "docs",
            "redoc",
            "openapi.json",
            "admin",
            "static",
            "events",
            "ws");

    private ReservedNames() {}

    /**
     * Whether a path that begins with this segment is the gateway's own.
     *
     * @param segment decoded
     * @return true if it is reserved
     */
    public static boolean contains(String segment) {
        return NAMES.contains(segment);
    }

    /**
     * Whether a server of this name would be taken for one of the gateway's own paths, if only by people and proxies that
     * do not tell upper from lower case.
     *
     * @param server name of a server
     * @return true also for names in other case
     */
    public static boolean isLike(String server) {
        return contains(server) || NAMES.contains(server.toLowerCase(Locale.ROOT));
    }
}
