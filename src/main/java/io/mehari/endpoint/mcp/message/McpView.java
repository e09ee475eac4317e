package io.mehari.endpoint.mcp.message;

/**
 * What of the gateway a client sees, by the path it asks at. Immutable.
 *
 * @param kind which part
 * @param name of the server or the group; empty for all
 */
public record McpView(Kind kind, String name) {
    /** All servers, names with their server before them: {@code /mcp}. */
    public static final McpView ALL = new McpView(Kind.ALL, "");

    /** Which part of the gateway. */
    public enum Kind {
        /** All servers; names are {@code server__name}. */
        ALL,
        /** One server; names are its own, and those it does not list are forwarded. */
        SERVER,
        /** The tools of one group; names are {@code server__name}. */
        GROUP
    }

    /**
     * One server.
     *
     * @param name of the server
     * @return never null
     */
    public static McpView ofServer(String name) {
        return new McpView(Kind.SERVER, name);
    }

    /**
     * One group.
     *
     * @param name of the group
     * @return never null
     */
    public static McpView ofGroup(String name) {
        return new McpView(Kind.GROUP, name);
    }

    /**
     * Whether names are the server's own.
     *
     * @return true for a single server
     */
    public boolean isServer() {
        return kind == Kind.SERVER;
    }
}
