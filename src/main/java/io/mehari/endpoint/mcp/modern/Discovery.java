package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpProtocolVersion;

/** What {@code server/discover} answers: only what is really served. Immutable. */
record Discovery(Served served) {
    ObjectNode of(McpView view) {
        ObjectNode result = Json.object();
        result.putArray("supportedVersions").add(McpProtocolVersion.FIRST_STATELESS.value());
        result.set("capabilities", served.capabilities().apply(view));
        served.instructions().apply(view).ifPresent(text -> result.put("instructions", text));
        return result;
    }
}
