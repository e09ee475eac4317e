package io.mehari.call;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One request to run a tool, as its caller gave it. Stages that rewrite arguments change the exchange body, never this
 * record.
 *
 * @param server name of the upstream, or {@code camel} for tools that are routes
 * @param tool the tool's own name at that upstream
 * @param arguments what the caller sent; read-only
 * @param context request id, caller and times
 */
public record ToolCall(String server, String tool, ObjectNode arguments, CallContext context) {
    /** Without the arguments, which may hold secrets. */
    @Override
    public String toString() {
        return "ToolCall[" + server + "/" + tool + ", request " + context.requestId() + "]";
    }
}
