package io.mehari.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.List;

/** A server whose name nobody knows, and never will. */
record UnresolvedScene(Transport transport) implements Scene {
    @Override
    public ObjectNode entry() {
        return Json.object()
                .put("type", transport == Transport.SSE ? "sse" : "streamable-http")
                .put("url", "http://no-such-host.invalid/mcp");
    }

    @Override
    public boolean lasts() {
        return true;
    }

    @Override
    public void begin(Gateway gateway, String server) {
        gateway.awaitState(server, "waiting");
    }

    @Override
    public void lift() {
        // It cannot end
    }

    @Override
    public List<String> ran() {
        return List.of();
    }

    @Override
    public void close() {
        // There is nothing
    }
}
