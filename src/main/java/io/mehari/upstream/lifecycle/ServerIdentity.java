package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.McpProtocolVersion;
import java.util.Optional;

/** What a server said about itself in its answer to {@code initialize}. */
public record ServerIdentity(
        McpProtocolVersion protocolVersion, Optional<ObjectNode> serverInfo, Optional<String> instructions) {

    /** Reads the result of {@code initialize}. */
    public static ServerIdentity of(ObjectNode result) throws RequestFailedException {
        String offered = result.path("protocolVersion").asText();
        McpProtocolVersion version = McpProtocolVersion.STATEFUL.stream()
                .filter(known -> known.value().equals(offered))
                .findFirst()
                .orElseThrow(() -> new RequestFailedException("answered initialize with protocol version \""
                        + offered.substring(0, Math.min(offered.length(), 40)) + "\"; the gateway speaks "
                        + McpProtocolVersion.STATEFUL + ", use a release of the server that does"));
        return new ServerIdentity(
                version,
                Optional.ofNullable(result.get("serverInfo"))
                        .filter(ObjectNode.class::isInstance)
                        .map(ObjectNode.class::cast),
                Optional.ofNullable(result.path("instructions").textValue()));
    }
}
