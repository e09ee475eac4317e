package io.mehari.call;

/**
 * The span of an MCP request other than a tool call, from its arrival to its answer; what it asks of servers, and calls that
 * a route makes for it, stand below. Safe for concurrent use; no method waits or throws.
 */
public interface RequestTrace extends CallTrace {
    /** The request was answered. Only the first end has an effect. */
    void answered();

    /**
     * The request was answered with a JSON-RPC error. Only the first end has an effect.
     *
     * @param code of the error
     * @param message of the error
     */
    void refused(int code, String message);
}
