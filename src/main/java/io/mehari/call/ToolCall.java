package io.mehari.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One request to run a tool, as its caller gave it. Stages that rewrite arguments change the exchange body, never this
 * record.
 *
 * @param server name of the upstream, or {@code camel} for tools that are routes
 * @param tool the tool's own name at that upstream
 * @param arguments what the caller sent; read-only
 * @param context request id, caller and times
 * @param mode what becomes of arguments that break the schema where nothing is configured for the tool; empty for ways of
 *     calling on which they are always refused
 * @param meta {@code _meta} that goes to the server with the call, such as a trace context; null for none
 * @param mayBeUnlisted whether the call is for the server to refuse if the server does not list the tool
 */
public record ToolCall(
        String server,
        String tool,
        ObjectNode arguments,
        CallContext context,
        Optional<ArgumentMode> mode,
        ObjectNode meta,
        boolean mayBeUnlisted) {
    /**
     * A call without {@code _meta}, of a tool that is listed, whose arguments must be as the schema says.
     *
     * @param server name of the upstream, or {@code camel} for tools that are routes
     * @param tool the tool's own name at that upstream
     * @param arguments what the caller sent; read-only
     * @param context request id, caller and times
     */
    public ToolCall(String server, String tool, ObjectNode arguments, CallContext context) {
        this(server, tool, arguments, context, Optional.empty(), null, false);
    }

    /**
     * {@return the same call under another id}
     *
     * @param other id, caller and times
     */
    public ToolCall with(CallContext other) {
        return new ToolCall(server, tool, arguments, other, mode, meta, mayBeUnlisted);
    }

    /**
     * {@return what becomes of arguments that break the schema}
     *
     * @param configured what is configured for the tool
     */
    public ArgumentMode modeWith(Optional<ArgumentMode> configured) {
        return mode.isEmpty() ? ArgumentMode.STRICT : configured.orElseGet(mode::get);
    }

    /** Without the arguments, which may hold secrets. */
    @Override
    public String toString() {
        return "ToolCall[" + server + "/" + tool + ", request " + context.requestId() + "]";
    }
}
