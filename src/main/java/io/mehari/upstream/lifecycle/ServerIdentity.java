package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpProtocolVersion;
import java.util.Optional;

/**
 * What a server said about itself in its answer to {@code initialize}.
 *
 * @param protocolVersion the version agreed upon
 * @param capabilities what it offers and takes, as it declared them; an empty object if it did not
 * @param serverInfo its own {@code serverInfo}, if it gave any
 * @param instructions its instructions to models, if it gave any
 */
public record ServerIdentity(
        McpProtocolVersion protocolVersion,
        ObjectNode capabilities,
        Optional<ObjectNode> serverInfo,
        Optional<String> instructions) {

    /**
     * Reads the result of {@code initialize}.
     *
     * @param result as the server gave it
     * @return what it says
     * @throws RequestFailedException if the server speaks no version that the gateway does
     */
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
                result.path("capabilities") instanceof ObjectNode declared ? declared : Json.object(),
                Optional.ofNullable(result.get("serverInfo"))
                        .filter(ObjectNode.class::isInstance)
                        .map(ObjectNode.class::cast),
                Optional.ofNullable(result.path("instructions").textValue()));
    }
}
