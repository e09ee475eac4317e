package io.mehari.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/**
 * What the request that makes a call says of where it comes from, as far as traces tell it. Kept only while traces are on.
 * What callers say is taken as it is: nothing of it is checked here. Immutable.
 *
 * @param http trace context of the headers (W3C Trace Context, section 3); null for none
 * @param message trace context of the message's {@code _meta} (MCP 2026-07-28, {@code _meta}); null for none
 * @param session the header {@code Mcp-Session-Id}; null for none
 * @param version the header {@code MCP-Protocol-Version}; null for none
 * @param rpcId id of the JSON-RPC request; null for a call that did not come by MCP
 */
public record CallOrigin(Remote http, Remote message, String session, String version, String rpcId) {
    /** Longest value of a header that is kept, in characters. */
    private static final int LONGEST = 1024;

    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";

    /**
     * A trace context as it was sent.
     *
     * @param traceparent identifies the caller's span
     * @param tracestate what tracing systems have added; null for none
     */
    public record Remote(String traceparent, String tracestate) {}

    /**
     * What the headers of a request say.
     *
     * @param headers name and value of each line
     * @return without a trace context where {@code traceparent} comes twice, which cannot be right
     */
    public static CallOrigin of(Iterable<Map.Entry<String, String>> headers) {
        String parent = null;
        String state = null;
        String session = null;
        String version = null;
        int parents = 0;
        for (Map.Entry<String, String> header : headers) {
            String value = header.getValue();
            if (value.length() > LONGEST) {
                continue;
            }
            switch (header.getKey().toLowerCase(Locale.ROOT)) {
                case PARENT -> {
                    parent = value;
                    parents++;
                }
                case STATE -> state = state == null ? value : state + "," + value;
                case "mcp-session-id" -> session = value;
                case "mcp-protocol-version" -> version = value;
                default -> {
                    // of no meaning here
                }
            }
        }
        return new CallOrigin(parents == 1 ? new Remote(parent, state) : null, null, session, version, null);
    }

    /**
     * What the message adds that the request carries.
     *
     * @param meta {@code _meta} of the message; null for none
     * @param id of the JSON-RPC request
     * @return a new origin
     */
    public CallOrigin in(ObjectNode meta, JsonNode id) {
        Remote own = meta == null || !meta.path(PARENT).isTextual()
                ? null
                : new Remote(meta.path(PARENT).textValue(), meta.path(STATE).textValue());
        String shown = id.asText();
        return new CallOrigin(http, own, session, version, shown.length() > LONGEST ? "" : shown);
    }
}
